CREATE TABLE `account_link` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`platform` text NOT NULL,
	`state` text NOT NULL,
	`code` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`other_platform` text,
	`other_user_id` text,
	`other_union_id` text,
	`other_person_id` integer,
	`used_at` integer,
	`decided_by_id` integer,
	`seen_at` integer,
	`moved` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `account_link_state` ON `account_link` (`state`,`used_at`);--> statement-breakpoint
CREATE INDEX `account_link_person` ON `account_link` (`person_id`);--> statement-breakpoint
CREATE TABLE `link_try` (
	`platform` text NOT NULL,
	`user_id` text NOT NULL,
	`tries` integer NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`platform`, `user_id`)
);
--> statement-breakpoint
ALTER TABLE `identity` ADD `last_seen_at` integer;