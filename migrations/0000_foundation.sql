CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`lane` text NOT NULL,
	`rank` integer NOT NULL,
	`platform` text,
	`person_id` integer,
	`group_id` integer,
	`vendor_user` text,
	`card` text,
	`subject` text,
	`text` text,
	`sent_card_id` integer,
	`photo_id` integer,
	`urge` integer DEFAULT false NOT NULL,
	`dedupe_key` text NOT NULL,
	`not_before` integer NOT NULL,
	`created_at` integer NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`claim` text,
	`lease_until` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`verdict` text,
	`finished_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe` ON `outbox` (`dedupe_key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`rank`,`not_before`);--> statement-breakpoint
CREATE INDEX `outbox_finished` ON `outbox` (`state`,`finished_at`);--> statement-breakpoint
CREATE INDEX `outbox_update` ON `outbox` (`sent_card_id`,`state`);--> statement-breakpoint
CREATE TABLE `platform_budget` (
	`platform` text NOT NULL,
	`month` text NOT NULL,
	`calls` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`platform`, `month`)
);
--> statement-breakpoint
CREATE TABLE `sent_card` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`card` text NOT NULL,
	`subject` text NOT NULL,
	`topic` text NOT NULL,
	`platform` text NOT NULL,
	`message_id` text NOT NULL,
	`chat_id` text,
	`person_id` integer,
	`group_id` integer,
	`vendor_user` text,
	`sent_at` integer NOT NULL,
	`shown` text NOT NULL,
	`entered` text,
	`form_shown` text DEFAULT '' NOT NULL,
	`pressed_at` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'live' NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sent_card_message` ON `sent_card` (`platform`,`message_id`);--> statement-breakpoint
CREATE INDEX `sent_card_topic` ON `sent_card` (`topic`,`state`);--> statement-breakpoint
CREATE TABLE `vendor_image` (
	`platform` text NOT NULL,
	`hash` text NOT NULL,
	`key` text NOT NULL,
	PRIMARY KEY(`platform`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `absence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`substitute_id` integer NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`work` text NOT NULL,
	`state` text DEFAULT 'asked' NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`substitute_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `absence_person` ON `absence` (`person_id`,`last_day`);--> statement-breakpoint
CREATE INDEX `absence_substitute` ON `absence` (`substitute_id`,`last_day`);--> statement-breakpoint
CREATE TABLE `duty_period` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`duty_id` text NOT NULL,
	`period` text NOT NULL,
	`open_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`ladder` text NOT NULL,
	`ladder_done` integer DEFAULT -1 NOT NULL,
	`matter` text,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `duty_period_once` ON `duty_period` (`school_id`,`duty_id`,`period`);--> statement-breakpoint
CREATE TABLE `duty_setting` (
	`school_id` integer NOT NULL,
	`duty_id` text NOT NULL,
	`on` integer NOT NULL,
	`open_at` text,
	`due_at` text,
	`role` text,
	`prompt` text,
	`reach` text,
	`cadence` text,
	PRIMARY KEY(`school_id`, `duty_id`),
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `duty_shift` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`duty_id` text NOT NULL,
	`date` text NOT NULL,
	`slot` text DEFAULT '' NOT NULL,
	`post` text DEFAULT '' NOT NULL,
	`person_id` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`checked_in_at` integer,
	`handover` text,
	`handed_over_at` integer,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `duty_shift_once` ON `duty_shift` (`school_id`,`duty_id`,`date`,`slot`,`post`);--> statement-breakpoint
CREATE INDEX `duty_shift_person` ON `duty_shift` (`person_id`,`date`);--> statement-breakpoint
CREATE TABLE `duty_task` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`duty_id` text NOT NULL,
	`period` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text DEFAULT '' NOT NULL,
	`assignee_id` integer,
	`open_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`done_at` integer,
	`done_by_id` integer,
	`late` integer DEFAULT false NOT NULL,
	`by_deputy` integer DEFAULT false NOT NULL,
	`content` text,
	`excuse` text,
	`matter` text,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assignee_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `duty_task_once` ON `duty_task` (`school_id`,`duty_id`,`period`,`scope`,`scope_id`);--> statement-breakpoint
CREATE INDEX `duty_task_open` ON `duty_task` (`school_id`,`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `duty_task_assigned` ON `duty_task` (`assignee_id`,`state`);--> statement-breakpoint
CREATE TABLE `evidence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`task_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`hash` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `evidence_task` ON `evidence` (`task_id`);--> statement-breakpoint
CREATE TABLE `shift_swap` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`shift_id` integer NOT NULL,
	`from_id` integer NOT NULL,
	`to_id` integer NOT NULL,
	`state` text DEFAULT 'asked' NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `duty_shift`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `term` (
	`school_id` integer NOT NULL,
	`name` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	PRIMARY KEY(`school_id`, `name`),
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `draft` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`hazard_id` integer,
	`task_id` integer,
	`content` text NOT NULL,
	`from_message_id` text,
	`state` text DEFAULT 'open' NOT NULL,
	`created_at` integer NOT NULL,
	`touched_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `draft_open` ON `draft` (`person_id`,`state`);--> statement-breakpoint
CREATE INDEX `draft_message` ON `draft` (`from_message_id`);--> statement-breakpoint
CREATE INDEX `draft_task` ON `draft` (`task_id`);--> statement-breakpoint
CREATE INDEX `draft_hazard` ON `draft` (`hazard_id`,`state`);--> statement-breakpoint
CREATE TABLE `hazard` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`number` text NOT NULL,
	`state` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`source` text DEFAULT '随手报' NOT NULL,
	`place_kind` text NOT NULL,
	`place_detail` text DEFAULT '' NOT NULL,
	`category` text NOT NULL,
	`sub` text NOT NULL,
	`severity` text NOT NULL,
	`major` text,
	`major_trigger` text,
	`basis` text,
	`incomplete` integer DEFAULT false NOT NULL,
	`reporter_id` integer,
	`reported_at` integer NOT NULL,
	`owner_id` integer,
	`leader_id` integer,
	`rechecker_id` integer,
	`requirement` text,
	`interim` text,
	`controlled_at` integer,
	`assigned_at` integer,
	`due` text,
	`original_due` text,
	`promised_on` text,
	`stuck_on` text,
	`extension` text,
	`extension_to` text,
	`extension_reason` text,
	`measure` text,
	`cost` integer,
	`fixed_at` integer,
	`recheck_due` text,
	`rechecked_at` integer,
	`recheck_result` text,
	`send_back_reason` text,
	`send_backs` integer DEFAULT 0 NOT NULL,
	`consented_at` integer,
	`consented_by_id` integer,
	`receipt` text,
	`authority_report` text,
	`closed_at` integer,
	`decision_reason` text,
	`merged_into` integer,
	`transferred_to` text,
	`ladder` text,
	`ladder_done` integer DEFAULT -1 NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`leader_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rechecker_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`consented_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `hazard_number` ON `hazard` (`number`);--> statement-breakpoint
CREATE INDEX `hazard_state` ON `hazard` (`school_id`,`state`);--> statement-breakpoint
CREATE INDEX `hazard_owned_by` ON `hazard` (`owner_id`,`state`);--> statement-breakpoint
CREATE INDEX `hazard_reported_by` ON `hazard` (`reporter_id`,`state`);--> statement-breakpoint
CREATE INDEX `hazard_place` ON `hazard` (`school_id`,`place_kind`,`reported_at`);--> statement-breakpoint
CREATE TABLE `hazard_reporter` (
	`hazard_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	PRIMARY KEY(`hazard_id`, `person_id`),
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `hazard_step` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hazard_id` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`kind` text NOT NULL,
	`note` text,
	`before` text,
	`revision` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `hazard_step_hazard` ON `hazard_step` (`hazard_id`,`id`);--> statement-breakpoint
CREATE TABLE `photo` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`platform` text NOT NULL,
	`message_id` text NOT NULL,
	`media_key` text NOT NULL,
	`draft_id` integer,
	`hazard_id` integer,
	`moment` text,
	`hash` text,
	`state` text DEFAULT 'wanted' NOT NULL,
	`refusal` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`draft_id`) REFERENCES `draft`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `photo_draft` ON `photo` (`draft_id`);--> statement-breakpoint
CREATE INDEX `photo_hazard` ON `photo` (`hazard_id`);--> statement-breakpoint
CREATE INDEX `photo_hash` ON `photo` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `photo_once` ON `photo` (`platform`,`message_id`,`media_key`);--> statement-breakpoint
CREATE TABLE `supervision` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hazard_id` integer NOT NULL,
	`number` text NOT NULL,
	`supervisor_id` integer,
	`deadline` text NOT NULL,
	`listed_at` integer NOT NULL,
	`listed_by_id` integer,
	`delisted_at` integer,
	`delisted_by_id` integer,
	`note` text,
	FOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`supervisor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`listed_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`delisted_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `supervision_hazard` ON `supervision` (`hazard_id`);--> statement-breakpoint
CREATE TABLE `incident` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`place` text,
	`reporter_id` integer,
	`at` integer NOT NULL,
	`state` text NOT NULL,
	`alerted_at` integer,
	`handler_id` integer,
	`handled_at` integer,
	`note` text,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `incident_state` ON `incident` (`school_id`,`state`);--> statement-breakpoint
CREATE TABLE `private_report` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`number` text NOT NULL,
	`kind` text NOT NULL,
	`reporter_id` integer,
	`handler_id` integer,
	`sealed` text,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	`entrusted_at` integer,
	`opened_at` integer,
	`erased_at` integer,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `private_report_handler` ON `private_report` (`handler_id`,`state`);--> statement-breakpoint
CREATE TABLE `audit` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`payload` text,
	`salt` text NOT NULL,
	`payload_digest` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit` (`subject`,`sequence`);--> statement-breakpoint
CREATE TABLE `counter` (
	`key` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `delivery` (
	`delivery_id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL,
	`kind` text NOT NULL,
	`toast` text,
	`show` text
);
--> statement-breakpoint
CREATE INDEX `delivery_received_at` ON `delivery` (`received_at`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `slot` (
	`name` text PRIMARY KEY NOT NULL,
	`known_since` integer NOT NULL,
	`last_slot` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `timer` (
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`due_at` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`kind`, `subject`)
);
--> statement-breakpoint
CREATE INDEX `timer_due` ON `timer` (`due_at`);--> statement-breakpoint
CREATE INDEX `timer_subject` ON `timer` (`subject`);--> statement-breakpoint
CREATE TABLE `calendar_day` (
	`school_id` integer NOT NULL,
	`date` text NOT NULL,
	`grade` text DEFAULT '' NOT NULL,
	`kind` text NOT NULL,
	`note` text,
	PRIMARY KEY(`school_id`, `date`, `grade`),
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `chat_group` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`platform` text NOT NULL,
	`chat_id` text NOT NULL,
	`school_id` integer,
	`name` text NOT NULL,
	`purpose` text,
	`state` text DEFAULT 'active' NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chat_group_once` ON `chat_group` (`platform`,`chat_id`);--> statement-breakpoint
CREATE TABLE `class_group` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`name` text NOT NULL,
	`stage` text NOT NULL,
	`grade` text NOT NULL,
	`canonical` text NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `class_group_once` ON `class_group` (`school_id`,`canonical`);--> statement-breakpoint
CREATE TABLE `identity` (
	`platform` text NOT NULL,
	`user_id` text NOT NULL,
	`union_id` text,
	`person_id` integer NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`direct_chat_id` text,
	`greeted_at` integer,
	PRIMARY KEY(`platform`, `user_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `identity_person` ON `identity` (`person_id`);--> statement-breakpoint
CREATE TABLE `knock` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`platform` text NOT NULL,
	`user_id` text NOT NULL,
	`union_id` text,
	`claimed_name` text,
	`state` text DEFAULT 'new' NOT NULL,
	`first_at` integer NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `knock_once` ON `knock` (`platform`,`user_id`);--> statement-breakpoint
CREATE TABLE `pairing` (
	`id` integer PRIMARY KEY NOT NULL,
	`code_digest` text NOT NULL,
	`salt` text NOT NULL,
	`expires_at` integer NOT NULL,
	`wrong_tries` integer DEFAULT 0 NOT NULL,
	`paired_at` integer
);
--> statement-breakpoint
CREATE TABLE `person` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`mobile` text,
	`state` text DEFAULT 'active' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `person_mobile` ON `person` (`mobile`);--> statement-breakpoint
CREATE INDEX `person_name` ON `person` (`name`);--> statement-breakpoint
CREATE TABLE `place` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `place_once` ON `place` (`school_id`,`name`);--> statement-breakpoint
CREATE TABLE `role` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`school_id` integer NOT NULL,
	`role` text NOT NULL,
	`scope` text DEFAULT 'school' NOT NULL,
	`scope_id` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `role_once` ON `role` (`person_id`,`school_id`,`role`,`scope`,`scope_id`);--> statement-breakpoint
CREATE INDEX `role_holder` ON `role` (`school_id`,`role`);--> statement-breakpoint
CREATE TABLE `roster_import` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`school_id` integer NOT NULL,
	`by_person_id` integer,
	`file_name` text NOT NULL,
	`at` integer NOT NULL,
	`state` text DEFAULT 'preview' NOT NULL,
	`rows` text,
	`problems` text NOT NULL,
	`summary` text NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `school` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`short_name` text NOT NULL
);
