/** The catalogue's duty behind the action items of meetings, and the one behind the meeting itself. */
export const MEETING_ITEM = 'meeting-item';
export const WEEKLY_MEETING = 'weekly-safety-meeting';
