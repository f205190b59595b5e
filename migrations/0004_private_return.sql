CREATE TABLE `private_key` (
	`number` text PRIMARY KEY NOT NULL,
	`school_id` integer NOT NULL,
	`salt` text NOT NULL,
	`digest` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `private_node` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`number` text NOT NULL,
	`node` text NOT NULL,
	`due_at` integer,
	`done_at` integer,
	`reminders` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `private_node_once` ON `private_node` (`number`,`node`);--> statement-breakpoint
CREATE TABLE `private_question` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`number` text NOT NULL,
	`handler_id` integer NOT NULL,
	`sealed` text,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	FOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `private_question_of` ON `private_question` (`number`);--> statement-breakpoint
CREATE TABLE `private_visit` (
	`token` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	`until` integer NOT NULL
);
