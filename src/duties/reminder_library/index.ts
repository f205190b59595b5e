import { campusReminders } from './campus.ts';
import { fireReminders } from './fire.ts';
import { healthReminders } from './health.ts';
import { homeReminders } from './home.ts';
import { peopleReminders } from './people.ts';
import type { Reminder } from './reminder.ts';
import { roadsReminders } from './roads.ts';
import { waterReminders } from './water.ts';
import { weeklyReminders } from './weekly.ts';

export type { Reminder, Stage } from './reminder.ts';
export { type ReminderTopic, reminderTopics, sensitiveTopics } from './topics.ts';

/** The 151 reminders of domain/reminders.md, and those added so that the weekly topics last. */
export const reminderLibrary: readonly Reminder[] = [
  ...roadsReminders,
  ...waterReminders,
  ...fireReminders,
  ...healthReminders,
  ...peopleReminders,
  ...campusReminders,
  ...homeReminders,
  ...weeklyReminders,
];

const byId: ReadonlyMap<string, Reminder> = new Map(reminderLibrary.map((one) => [one.id, one]));

export const reminderById = (id: string): Reminder | undefined => byId.get(id);
