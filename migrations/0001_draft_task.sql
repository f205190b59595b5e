ALTER TABLE `draft` ADD `task_id` integer REFERENCES duty_task(id);--> statement-breakpoint
CREATE INDEX `draft_task` ON `draft` (`task_id`);