/** Duties of the catalogue that are filings, with the names people choose from. */
export const filingDuties: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'plan-submission', name: '专项方案' },
  { id: 'interim-summary', name: '阶段小结' },
  { id: 'final-summary', name: '专项总结' },
  { id: 'campaign-stage', name: '分阶段推进' },
];

export const isFiling = (dutyId: string): boolean => filingDuties.some((one) => one.id === dutyId);
