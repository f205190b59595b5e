ALTER TABLE `drill` ADD `slot` text;--> statement-breakpoint
ALTER TABLE `drill` ADD `weather` text;--> statement-breakpoint
ALTER TABLE `drill` ADD `plan_version` text;--> statement-breakpoint
ALTER TABLE `drill` ADD `video_kept` text;--> statement-breakpoint
ALTER TABLE `draft` ADD `drill_id` integer;--> statement-breakpoint
CREATE INDEX `draft_drill` ON `draft` (`drill_id`);