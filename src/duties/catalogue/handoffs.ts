/** What is handed to others: whom to call, and the paper it is written on. Its content never enters the product. */
export interface Handoff {
  readonly dutyId: string;
  /** In the order in which they are called. */
  readonly call: readonly { readonly who: string; readonly number?: string }[];
  /** Name of the paper template; the school keeps it in its own cabinet. */
  readonly paper?: string;
}

/** Numbers are the national ones of domain/reminders.md (7); others come from the school's own contact list. */
export const handoffs: readonly Handoff[] = [
  {
    dutyId: 'mandatory-report',
    call: [{ who: '公安', number: '110' }, { who: '教育局安全科' }, { who: '校长' }],
    paper: '侵害未成年人强制报告登记表',
  },
  {
    dutyId: 'bullying-case',
    call: [{ who: '德育主任' }, { who: '双方监护人' }, { who: '公安（需要时）', number: '110' }],
    paper: '学生欺凌事件处置记录表',
  },
  {
    dutyId: 'special-needs-student-care',
    call: [{ who: '校医' }, { who: '心理教师' }, { who: '班主任' }],
    paper: '特异体质学生名册（纸质专柜）',
  },
  {
    dutyId: 'person-of-concern-handoff',
    call: [{ who: '有即时危险', number: '110' }, { who: '派出所' }, { who: '镇街、卫生或民政' }],
  },
  { dutyId: 'accountability', call: [{ who: '教育局或纪检部门' }], paper: '责任追究办理单' },
];
