CREATE TABLE `incident_post` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_id` integer NOT NULL,
	`team` text NOT NULL,
	`person_id` integer NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_post_once` ON `incident_post` (`incident_id`,`person_id`);--> statement-breakpoint
CREATE TABLE `incident_report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`incident_id` integer NOT NULL,
	`stage` text NOT NULL,
	`sealed` text NOT NULL,
	`written_by` integer NOT NULL,
	`written_at` integer NOT NULL,
	`sent_at` integer,
	`receiver` text,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`written_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_report_of` ON `incident_report` (`incident_id`,`stage`);--> statement-breakpoint
ALTER TABLE `incident` ADD `resolved_at` integer;--> statement-breakpoint
ALTER TABLE `incident` ADD `resolved_by` integer REFERENCES person(id);