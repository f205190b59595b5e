/**
 * What a role is responsible for: `school` never narrower; `class` and `grade` never without one; `place` has a usual place when none is
 * written; `place-or-school` and `class-or-school` narrow when something is written.
 */
export type RoleReach = 'school' | 'class' | 'grade' | 'place' | 'place-or-school' | 'class-or-school';

export interface RoleEntry {
  reach: RoleReach;
  /** What school offices write for it, separated by blanks. */
  words: string;
  place?: { name: string; kind: string };
}

/** Role identifiers of domain/glossary.md and domain/duties.md §1.6; `teacher` is any other member of staff. */
export const ROSTER_ROLES = {
  principal: { reach: 'school', words: '校长 园长 正校长 执行校长 总校长' },
  vice_principal: {
    reach: 'school',
    words:
      '副校长 分管副校长 分管安全副校长 安全副校长 分管安全的副校长 分管安全校长 主管安全副校长 副园长 分管安全副园长 分管校长',
  },
  safety_office: {
    reach: 'school',
    words:
      '安全办主任 安全主任 安全员 安全办 安全科长 安全科主任 安全处主任 保卫主任 保卫科长 保卫处主任 安保主任 政保主任 安全干事 ' +
      '安全办副主任 安全副主任 安全管理员 安全专干 安全办公室主任 安全办公室 安稳办主任 综治办主任 安全负责人 学校安全员',
  },
  duty_leader: { reach: 'school', words: '带班领导 值班领导 值周领导 带班校长 行政值班 行政带班' },
  office_lead: { reach: 'school', words: '办公室主任 校办主任 党政办主任 办公室副主任 行政办主任' },
  moral_lead: {
    reach: 'school',
    words:
      '德育主任 政教主任 德育处主任 政教处主任 学生处主任 德育副主任 政教副主任 学生发展中心主任 德育干事 德育处副主任 政教处副主任',
  },
  facility_lead: {
    reach: 'place-or-school',
    words: '总务主任 后勤主任 总务处主任 后勤处主任 总务副主任 后勤副主任 总务处副主任 后勤管理 后勤管理员 后勤负责人',
  },
  canteen_manager: {
    reach: 'place',
    words:
      '食堂管理员 食堂负责人 食堂主任 食堂经理 食堂主管 食堂安全员 食品安全员 食品安全管理员 餐厅管理员 膳食管理员 伙管员 食堂管理',
    place: { name: '食堂', kind: 'canteen' },
  },
  lab_keeper: {
    reach: 'place',
    words: '实验员 实验管理员 实验室管理员 实验教师 实验室负责人 实验室安全员 实验室管理 理化生实验员',
    place: { name: '实验室', kind: 'lab' },
  },
  dorm_keeper: {
    reach: 'place',
    words: '宿管 宿管员 宿舍管理员 宿管老师 宿管教师 生活老师 生活教师 公寓管理员 宿管阿姨 宿舍管理 宿管人员',
    place: { name: '宿舍', kind: 'dorm' },
  },
  school_doctor: {
    reach: 'school',
    words: '校医 保健医 保健老师 保健教师 保健员 卫生老师 校护 卫生保健员 卫生专干 保健医生',
  },
  counselor: {
    reach: 'school',
    words:
      '心理教师 心理老师 心理辅导教师 心理健康教师 心理咨询师 心理辅导员 心理专干 心理辅导老师 专职心理教师 心理健康老师',
  },
  gate_guard: {
    reach: 'place',
    words: '门卫 保安 保安员 门卫保安 门岗 值班保安 专职保安 校门保安 门卫师傅 传达室 校卫 安保 安保员 安保人员',
    place: { name: '校门', kind: 'gate' },
  },
  security_captain: { reach: 'school', words: '保安队长 保安班长 安保队长 保安负责人 保卫队长' },
  bus_manager: { reach: 'school', words: '校车管理员 校车负责人 校车主管 校车安全管理员 校车管理' },
  bus_attendant: {
    reach: 'school',
    words: '照管员 随车照管员 校车照管员 跟车老师 跟车员 随车教师 随车老师 校车照管',
  },
  grade_lead: {
    reach: 'grade',
    words: '年级组长 年级主任 级长 级部主任 年级长 年级负责人 级组长 年段长 段长 年级部主任',
  },
  class_teacher: { reach: 'class', words: '班主任 正班主任 副班主任 代班主任 代理班主任 见习班主任 主班 主班老师' },
  duty_teacher: {
    reach: 'place-or-school',
    words: '护导教师 护导 护导老师 值周教师 值周老师 值日教师 值日老师 护学岗 护学教师 导护 导护教师 导护老师',
  },
  duty_staff: { reach: 'school', words: '值班员 值班教师 值班老师 值班人员 夜间值班员' },
  subject_teacher: {
    reach: 'class-or-school',
    words: '任课教师 任课老师 科任 科任教师 科任老师 任课 学科教师 专任教师 配班 配班教师 配班老师',
  },
  law_vice_principal: { reach: 'school', words: '法治副校长 法制副校长' },
  police_liaison: { reach: 'school', words: '责任区民警 驻校民警 联络民警 社区民警 片区民警' },
  responsible_inspector: { reach: 'school', words: '责任督学 挂牌督学' },
  teacher: {
    reach: 'class-or-school',
    words:
      '教师 老师 教职工 教工 职工 职员 教员 员工 工勤 工勤人员 普通教师 一般教师 保育员 保育老师 教辅 教辅人员 无 后勤 后勤人员 总务 水电工 电工 维修工 厨师 厨工 食堂员工 图书管理员 保洁 保洁员',
  },
} satisfies Record<string, RoleEntry>;

export type RosterRole = keyof typeof ROSTER_ROLES;
