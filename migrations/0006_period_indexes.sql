CREATE INDEX `duty_task_due` ON `duty_task` (`school_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `hazard_reported` ON `hazard` (`school_id`,`reported_at`);--> statement-breakpoint
CREATE INDEX `hazard_closed` ON `hazard` (`school_id`,`state`,`closed_at`);