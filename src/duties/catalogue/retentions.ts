/** How long a duty's records are kept, by the codes of domain/duties.md §1.5; product defaults, the school may change them. */
export const retentions: Readonly<
  Record<string, { readonly text: string; readonly years?: number; readonly days?: number }>
> = {
  /** Nothing is stored at all. */
  K0: { text: '不保存' },
  K1: { text: '1 学年', years: 1 },
  K3: { text: '3 年', years: 3 },
  K5: { text: '5 年', years: 5 },
  KP: { text: '长期，并交学校档案室' },
  KE: { text: '设备报废后 1 年' },
  KV: { text: '180 天后去标识，只留计数', days: 180 },
  KS: { text: '系统只存编号和节点时间，正文在校内纸质专柜' },
};
