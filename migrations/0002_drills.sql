CREATE TABLE `drill` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`number` text NOT NULL,
	`kind` text NOT NULL,
	`type` text NOT NULL,
	`scene` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`planned_at` integer NOT NULL,
	`planned_by_id` integer,
	`target_seconds` integer,
	`announced` integer DEFAULT true NOT NULL,
	`route` text DEFAULT '' NOT NULL,
	`commander_id` integer,
	`deputy_id` integer,
	`prepared_at` integer,
	`prepared_by_id` integer,
	`lacking` text,
	`helper_pairs` integer,
	`ladder_done` integer DEFAULT -1 NOT NULL,
	`started_at` integer,
	`started_by_id` integer,
	`accounted_at` integer,
	`stood_down_at` integer,
	`stood_down_by_id` integer,
	`exception` text,
	`real_at` integer,
	`real_by_id` integer,
	`missing_at` integer,
	`found_at` integer,
	`incident_id` integer,
	`highlights` text,
	`findings_at` integer,
	`findings_by_id` integer,
	`cancel_reason` text,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`planned_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commander_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`deputy_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`prepared_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`started_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`stood_down_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`real_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`findings_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drill_number` ON `drill` (`number`);--> statement-breakpoint
CREATE INDEX `drill_state` ON `drill` (`school_id`,`state`);--> statement-breakpoint
CREATE INDEX `drill_planned` ON `drill` (`school_id`,`planned_at`);--> statement-breakpoint
CREATE TABLE `drill_briefing` (
	`drill_id` integer NOT NULL,
	`class_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`drill_id`, `class_id`),
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `drill_evaluation` (
	`drill_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`at` integer NOT NULL,
	`scores` text NOT NULL,
	`total` integer NOT NULL,
	`slowest` text NOT NULL,
	`jams` integer NOT NULL,
	`injuries` integer NOT NULL,
	`equipment` text,
	PRIMARY KEY(`drill_id`, `person_id`),
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `drill_finding` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`drill_id` integer NOT NULL,
	`text` text NOT NULL,
	`goes` text NOT NULL,
	`owner_id` integer NOT NULL,
	`due` text NOT NULL,
	`hazard_id` integer,
	`task_id` integer,
	`at` integer NOT NULL,
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drill_finding_drill` ON `drill_finding` (`drill_id`);--> statement-breakpoint
CREATE TABLE `drill_post` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`drill_id` integer NOT NULL,
	`role` text NOT NULL,
	`person_id` integer NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`at` integer,
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drill_post_once` ON `drill_post` (`drill_id`,`role`,`person_id`,`post`);--> statement-breakpoint
CREATE TABLE `drill_report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`unit_id` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer NOT NULL,
	`expected` integer NOT NULL,
	`present` integer NOT NULL,
	`reason` text,
	`resolved` integer NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `drill_unit`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drill_report_unit` ON `drill_report` (`unit_id`,`id`);--> statement-breakpoint
CREATE TABLE `drill_step` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`drill_id` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`kind` text NOT NULL,
	`note` text,
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drill_step_drill` ON `drill_step` (`drill_id`,`id`);--> statement-breakpoint
CREATE TABLE `drill_unit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`drill_id` integer NOT NULL,
	`kind` text NOT NULL,
	`reference` text DEFAULT '' NOT NULL,
	`name` text NOT NULL,
	`floor` text DEFAULT '' NOT NULL,
	`enrolled` integer,
	`expected` integer,
	`present` integer,
	`reason` text,
	`resolved` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`reporter_id` integer,
	`first_at` integer,
	`reported_at` integer,
	`closed_at` integer,
	`gap_since` integer,
	`gap_stage` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drill_unit_once` ON `drill_unit` (`drill_id`,`kind`,`reference`);--> statement-breakpoint
ALTER TABLE `class_group` ADD `students` integer;--> statement-breakpoint
ALTER TABLE `class_group` ADD `floor` text;