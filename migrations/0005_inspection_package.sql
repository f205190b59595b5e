CREATE TABLE `inspection_package` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`from_day` text NOT NULL,
	`to_day` text NOT NULL,
	`period_text` text NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`key` text NOT NULL,
	`started_at` integer,
	`restarts` integer DEFAULT 0 NOT NULL,
	`finished_at` integer,
	`file_name` text,
	`bytes` integer,
	`hash` text,
	`files` integer,
	`photos` integer,
	`missing` integer,
	`chain_rows` integer,
	`chain_head` text,
	`failure` text,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `inspection_package_school` ON `inspection_package` (`school_id`,`state`);