ALTER TABLE `drill` ADD `part` text;--> statement-breakpoint
ALTER TABLE `drill` ADD `late` text;--> statement-breakpoint
ALTER TABLE `drill_unit` ADD `left_at` integer;