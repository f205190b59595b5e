/** Topics of reminders, by id. */
export const reminderTopics = {
  traffic: '交通',
  bus: '校车',
  drowning: '防溺水',
  ice: '冰面',
  fire: '消防',
  electric: '用电',
  food: '食品',
  bully: '防欺凌',
  stampede: '防踩踏',
  fraud: '防诈骗',
  kidnap: '防拐防走失',
  'body-safety': '自我保护（防性侵）',
  net: '网络',
  sport: '运动',
  lab: '实验',
  disaster: '自然灾害',
  health: '传染病与健康',
  mental: '心理',
  home: '居家',
  falling: '高空坠物抛物',
  firework: '烟花爆竹',
  holiday: '放假',
  'term-start': '开学',
  campus: '校园课间',
  drug: '禁毒与电子烟',
  animal: '动物伤害',
  construction: '施工',
  vaccine: '预防接种',
  drill: '演练',
  ebike: '电动车充电',
} as const;

export type ReminderTopic = keyof typeof reminderTopics;

/** Said calmly, without methods, and followed by the help the school has published (domain/reminders.md, rule 6). */
export const sensitiveTopics: readonly ReminderTopic[] = ['body-safety', 'mental', 'bully'];
