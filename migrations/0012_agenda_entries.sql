CREATE TABLE `agenda_entry` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`key` text NOT NULL,
	`hazard_id` integer,
	`text` text NOT NULL,
	`by_id` integer NOT NULL,
	`at` integer NOT NULL,
	`taken_off_at` integer,
	`taken_off_by_id` integer,
	`meeting_id` integer,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_off_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_id`) REFERENCES `meeting`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agenda_entry_once` ON `agenda_entry` (`school_id`,`key`) WHERE "agenda_entry"."taken_off_at" is null and "agenda_entry"."meeting_id" is null;--> statement-breakpoint
CREATE INDEX `agenda_entry_meeting` ON `agenda_entry` (`meeting_id`);