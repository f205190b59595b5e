// Written by migrations/bundle.ts from the SQL files beside it.
export const migrations: readonly { readonly name: string; readonly statements: readonly string[] }[] = [
  {
    "name": "0000_foundation",
    "statements": [
      "CREATE TABLE `outbox` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`kind` text NOT NULL,\n\t`lane` text NOT NULL,\n\t`rank` integer NOT NULL,\n\t`platform` text,\n\t`person_id` integer,\n\t`group_id` integer,\n\t`vendor_user` text,\n\t`card` text,\n\t`subject` text,\n\t`text` text,\n\t`sent_card_id` integer,\n\t`photo_id` integer,\n\t`urge` integer DEFAULT false NOT NULL,\n\t`dedupe_key` text NOT NULL,\n\t`not_before` integer NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`state` text DEFAULT 'pending' NOT NULL,\n\t`claim` text,\n\t`lease_until` integer,\n\t`attempts` integer DEFAULT 0 NOT NULL,\n\t`verdict` text,\n\t`finished_at` integer,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `outbox_dedupe` ON `outbox` (`dedupe_key`);",
      "CREATE INDEX `outbox_due` ON `outbox` (`state`,`rank`,`not_before`);",
      "CREATE INDEX `outbox_finished` ON `outbox` (`state`,`finished_at`);",
      "CREATE INDEX `outbox_update` ON `outbox` (`sent_card_id`,`state`);",
      "CREATE TABLE `platform_budget` (\n\t`platform` text NOT NULL,\n\t`month` text NOT NULL,\n\t`calls` integer DEFAULT 0 NOT NULL,\n\tPRIMARY KEY(`platform`, `month`)\n);",
      "CREATE TABLE `sent_card` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`card` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`topic` text NOT NULL,\n\t`platform` text NOT NULL,\n\t`message_id` text NOT NULL,\n\t`chat_id` text,\n\t`person_id` integer,\n\t`group_id` integer,\n\t`vendor_user` text,\n\t`sent_at` integer NOT NULL,\n\t`shown` text NOT NULL,\n\t`entered` text,\n\t`form_shown` text DEFAULT '' NOT NULL,\n\t`pressed_at` integer DEFAULT 0 NOT NULL,\n\t`state` text DEFAULT 'live' NOT NULL,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `sent_card_message` ON `sent_card` (`platform`,`message_id`);",
      "CREATE INDEX `sent_card_topic` ON `sent_card` (`topic`,`state`);",
      "CREATE TABLE `vendor_image` (\n\t`platform` text NOT NULL,\n\t`hash` text NOT NULL,\n\t`key` text NOT NULL,\n\tPRIMARY KEY(`platform`, `hash`)\n);",
      "CREATE TABLE `absence` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`substitute_id` integer NOT NULL,\n\t`first_day` text NOT NULL,\n\t`last_day` text NOT NULL,\n\t`work` text NOT NULL,\n\t`state` text DEFAULT 'asked' NOT NULL,\n\t`created_at` integer NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`substitute_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `absence_person` ON `absence` (`person_id`,`last_day`);",
      "CREATE INDEX `absence_substitute` ON `absence` (`substitute_id`,`last_day`);",
      "CREATE TABLE `duty_period` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`duty_id` text NOT NULL,\n\t`period` text NOT NULL,\n\t`open_at` integer NOT NULL,\n\t`due_at` integer NOT NULL,\n\t`ladder` text NOT NULL,\n\t`ladder_done` integer DEFAULT -1 NOT NULL,\n\t`matter` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `duty_period_once` ON `duty_period` (`school_id`,`duty_id`,`period`);",
      "CREATE TABLE `duty_setting` (\n\t`school_id` integer NOT NULL,\n\t`duty_id` text NOT NULL,\n\t`on` integer NOT NULL,\n\t`open_at` text,\n\t`due_at` text,\n\t`role` text,\n\t`prompt` text,\n\t`reach` text,\n\t`cadence` text,\n\tPRIMARY KEY(`school_id`, `duty_id`),\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `duty_shift` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`duty_id` text NOT NULL,\n\t`date` text NOT NULL,\n\t`slot` text DEFAULT '' NOT NULL,\n\t`post` text DEFAULT '' NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`starts_at` integer NOT NULL,\n\t`ends_at` integer NOT NULL,\n\t`checked_in_at` integer,\n\t`handover` text,\n\t`handed_over_at` integer,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `duty_shift_once` ON `duty_shift` (`school_id`,`duty_id`,`date`,`slot`,`post`);",
      "CREATE INDEX `duty_shift_person` ON `duty_shift` (`person_id`,`date`);",
      "CREATE TABLE `duty_task` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`duty_id` text NOT NULL,\n\t`period` text NOT NULL,\n\t`scope` text NOT NULL,\n\t`scope_id` text DEFAULT '' NOT NULL,\n\t`assignee_id` integer,\n\t`open_at` integer NOT NULL,\n\t`due_at` integer NOT NULL,\n\t`state` text DEFAULT 'open' NOT NULL,\n\t`revision` integer DEFAULT 1 NOT NULL,\n\t`done_at` integer,\n\t`done_by_id` integer,\n\t`late` integer DEFAULT false NOT NULL,\n\t`by_deputy` integer DEFAULT false NOT NULL,\n\t`content` text,\n\t`excuse` text,\n\t`matter` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`assignee_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`done_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `duty_task_once` ON `duty_task` (`school_id`,`duty_id`,`period`,`scope`,`scope_id`);",
      "CREATE INDEX `duty_task_open` ON `duty_task` (`school_id`,`state`,`due_at`);",
      "CREATE INDEX `duty_task_assigned` ON `duty_task` (`assignee_id`,`state`);",
      "CREATE TABLE `evidence` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`task_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`file_name` text NOT NULL,\n\t`hash` text,\n\t`at` integer NOT NULL,\n\tFOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `evidence_task` ON `evidence` (`task_id`);",
      "CREATE TABLE `shift_swap` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`shift_id` integer NOT NULL,\n\t`from_id` integer NOT NULL,\n\t`to_id` integer NOT NULL,\n\t`state` text DEFAULT 'asked' NOT NULL,\n\t`at` integer NOT NULL,\n\tFOREIGN KEY (`shift_id`) REFERENCES `duty_shift`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`from_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`to_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `term` (\n\t`school_id` integer NOT NULL,\n\t`name` text NOT NULL,\n\t`first_day` text NOT NULL,\n\t`last_day` text NOT NULL,\n\tPRIMARY KEY(`school_id`, `name`),\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `draft` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`hazard_id` integer,\n\t`task_id` integer,\n\t`content` text NOT NULL,\n\t`from_message_id` text,\n\t`state` text DEFAULT 'open' NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`touched_at` integer NOT NULL,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `draft_open` ON `draft` (`person_id`,`state`);",
      "CREATE INDEX `draft_message` ON `draft` (`from_message_id`);",
      "CREATE INDEX `draft_task` ON `draft` (`task_id`);",
      "CREATE INDEX `draft_hazard` ON `draft` (`hazard_id`,`state`);",
      "CREATE TABLE `hazard` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`number` text NOT NULL,\n\t`state` text NOT NULL,\n\t`revision` integer DEFAULT 1 NOT NULL,\n\t`title` text NOT NULL,\n\t`description` text NOT NULL,\n\t`source` text DEFAULT '随手报' NOT NULL,\n\t`place_kind` text NOT NULL,\n\t`place_detail` text DEFAULT '' NOT NULL,\n\t`category` text NOT NULL,\n\t`sub` text NOT NULL,\n\t`severity` text NOT NULL,\n\t`major` text,\n\t`major_trigger` text,\n\t`basis` text,\n\t`incomplete` integer DEFAULT false NOT NULL,\n\t`reporter_id` integer,\n\t`reported_at` integer NOT NULL,\n\t`owner_id` integer,\n\t`leader_id` integer,\n\t`rechecker_id` integer,\n\t`requirement` text,\n\t`interim` text,\n\t`controlled_at` integer,\n\t`assigned_at` integer,\n\t`due` text,\n\t`original_due` text,\n\t`promised_on` text,\n\t`stuck_on` text,\n\t`extension` text,\n\t`extension_to` text,\n\t`extension_reason` text,\n\t`measure` text,\n\t`cost` integer,\n\t`fixed_at` integer,\n\t`recheck_due` text,\n\t`rechecked_at` integer,\n\t`recheck_result` text,\n\t`send_back_reason` text,\n\t`send_backs` integer DEFAULT 0 NOT NULL,\n\t`consented_at` integer,\n\t`consented_by_id` integer,\n\t`receipt` text,\n\t`authority_report` text,\n\t`closed_at` integer,\n\t`decision_reason` text,\n\t`merged_into` integer,\n\t`transferred_to` text,\n\t`ladder` text,\n\t`ladder_done` integer DEFAULT -1 NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`leader_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`rechecker_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`consented_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `hazard_number` ON `hazard` (`number`);",
      "CREATE INDEX `hazard_state` ON `hazard` (`school_id`,`state`);",
      "CREATE INDEX `hazard_owned_by` ON `hazard` (`owner_id`,`state`);",
      "CREATE INDEX `hazard_reported_by` ON `hazard` (`reporter_id`,`state`);",
      "CREATE INDEX `hazard_place` ON `hazard` (`school_id`,`place_kind`,`reported_at`);",
      "CREATE TABLE `hazard_reporter` (\n\t`hazard_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\tPRIMARY KEY(`hazard_id`, `person_id`),\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `hazard_step` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`hazard_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`person_id` integer,\n\t`kind` text NOT NULL,\n\t`note` text,\n\t`before` text,\n\t`revision` integer DEFAULT 0 NOT NULL,\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `hazard_step_hazard` ON `hazard_step` (`hazard_id`,`id`);",
      "CREATE TABLE `photo` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`platform` text NOT NULL,\n\t`message_id` text NOT NULL,\n\t`media_key` text NOT NULL,\n\t`draft_id` integer,\n\t`hazard_id` integer,\n\t`moment` text,\n\t`hash` text,\n\t`state` text DEFAULT 'wanted' NOT NULL,\n\t`refusal` text,\n\t`at` integer NOT NULL,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`draft_id`) REFERENCES `draft`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `photo_draft` ON `photo` (`draft_id`);",
      "CREATE INDEX `photo_hazard` ON `photo` (`hazard_id`);",
      "CREATE INDEX `photo_hash` ON `photo` (`hash`);",
      "CREATE UNIQUE INDEX `photo_once` ON `photo` (`platform`,`message_id`,`media_key`);",
      "CREATE TABLE `supervision` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`hazard_id` integer NOT NULL,\n\t`number` text NOT NULL,\n\t`supervisor_id` integer,\n\t`deadline` text NOT NULL,\n\t`listed_at` integer NOT NULL,\n\t`listed_by_id` integer,\n\t`delisted_at` integer,\n\t`delisted_by_id` integer,\n\t`note` text,\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`supervisor_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`listed_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`delisted_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `supervision_hazard` ON `supervision` (`hazard_id`);",
      "CREATE TABLE `incident` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`words` text NOT NULL,\n\t`place` text,\n\t`reporter_id` integer,\n\t`at` integer NOT NULL,\n\t`state` text NOT NULL,\n\t`alerted_at` integer,\n\t`handler_id` integer,\n\t`handled_at` integer,\n\t`note` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `incident_state` ON `incident` (`school_id`,`state`);",
      "CREATE TABLE `private_report` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`number` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`reporter_id` integer,\n\t`handler_id` integer,\n\t`sealed` text,\n\t`state` text NOT NULL,\n\t`at` integer NOT NULL,\n\t`entrusted_at` integer,\n\t`opened_at` integer,\n\t`erased_at` integer,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `private_report_handler` ON `private_report` (`handler_id`,`state`);",
      "CREATE TABLE `audit` (\n\t`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`at` integer NOT NULL,\n\t`actor` text NOT NULL,\n\t`action` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`payload` text,\n\t`salt` text NOT NULL,\n\t`payload_digest` text NOT NULL,\n\t`hash` text NOT NULL\n);",
      "CREATE INDEX `audit_subject` ON `audit` (`subject`,`sequence`);",
      "CREATE TABLE `counter` (\n\t`key` text PRIMARY KEY NOT NULL,\n\t`value` integer NOT NULL\n);",
      "CREATE TABLE `delivery` (\n\t`delivery_id` text PRIMARY KEY NOT NULL,\n\t`received_at` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`toast` text,\n\t`show` text\n);",
      "CREATE INDEX `delivery_received_at` ON `delivery` (`received_at`);",
      "CREATE TABLE `setting` (\n\t`key` text PRIMARY KEY NOT NULL,\n\t`value` text NOT NULL\n);",
      "CREATE TABLE `slot` (\n\t`name` text PRIMARY KEY NOT NULL,\n\t`known_since` integer NOT NULL,\n\t`last_slot` integer NOT NULL\n);",
      "CREATE TABLE `timer` (\n\t`kind` text NOT NULL,\n\t`subject` text NOT NULL,\n\t`due_at` integer NOT NULL,\n\t`failures` integer DEFAULT 0 NOT NULL,\n\tPRIMARY KEY(`kind`, `subject`)\n);",
      "CREATE INDEX `timer_due` ON `timer` (`due_at`);",
      "CREATE INDEX `timer_subject` ON `timer` (`subject`);",
      "CREATE TABLE `calendar_day` (\n\t`school_id` integer NOT NULL,\n\t`date` text NOT NULL,\n\t`grade` text DEFAULT '' NOT NULL,\n\t`kind` text NOT NULL,\n\t`note` text,\n\tPRIMARY KEY(`school_id`, `date`, `grade`),\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `chat_group` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`platform` text NOT NULL,\n\t`chat_id` text NOT NULL,\n\t`school_id` integer,\n\t`name` text NOT NULL,\n\t`purpose` text,\n\t`state` text DEFAULT 'active' NOT NULL,\n\t`created_at` integer NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `chat_group_once` ON `chat_group` (`platform`,`chat_id`);",
      "CREATE TABLE `class_group` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`name` text NOT NULL,\n\t`stage` text NOT NULL,\n\t`grade` text NOT NULL,\n\t`canonical` text NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `class_group_once` ON `class_group` (`school_id`,`canonical`);",
      "CREATE TABLE `identity` (\n\t`platform` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`union_id` text,\n\t`person_id` integer NOT NULL,\n\t`state` text DEFAULT 'active' NOT NULL,\n\t`direct_chat_id` text,\n\t`greeted_at` integer,\n\tPRIMARY KEY(`platform`, `user_id`),\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `identity_person` ON `identity` (`person_id`);",
      "CREATE TABLE `knock` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`platform` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`union_id` text,\n\t`claimed_name` text,\n\t`state` text DEFAULT 'new' NOT NULL,\n\t`first_at` integer NOT NULL,\n\t`person_id` integer,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `knock_once` ON `knock` (`platform`,`user_id`);",
      "CREATE TABLE `pairing` (\n\t`id` integer PRIMARY KEY NOT NULL,\n\t`code_digest` text NOT NULL,\n\t`salt` text NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`wrong_tries` integer DEFAULT 0 NOT NULL,\n\t`paired_at` integer\n);",
      "CREATE TABLE `person` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`name` text NOT NULL,\n\t`mobile` text,\n\t`state` text DEFAULT 'active' NOT NULL,\n\t`created_at` integer NOT NULL\n);",
      "CREATE INDEX `person_mobile` ON `person` (`mobile`);",
      "CREATE INDEX `person_name` ON `person` (`name`);",
      "CREATE TABLE `place` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`name` text NOT NULL,\n\t`kind` text NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `place_once` ON `place` (`school_id`,`name`);",
      "CREATE TABLE `role` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`role` text NOT NULL,\n\t`scope` text DEFAULT 'school' NOT NULL,\n\t`scope_id` text DEFAULT '' NOT NULL,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `role_once` ON `role` (`person_id`,`school_id`,`role`,`scope`,`scope_id`);",
      "CREATE INDEX `role_holder` ON `role` (`school_id`,`role`);",
      "CREATE TABLE `roster_import` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`by_person_id` integer,\n\t`file_name` text NOT NULL,\n\t`at` integer NOT NULL,\n\t`state` text DEFAULT 'preview' NOT NULL,\n\t`rows` text,\n\t`problems` text NOT NULL,\n\t`summary` text NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`by_person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `school` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`name` text NOT NULL,\n\t`short_name` text NOT NULL\n);"
    ]
  },
  {
    "name": "0001_emergency_course",
    "statements": [
      "CREATE TABLE `incident_post` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`incident_id` integer NOT NULL,\n\t`team` text NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`state` text NOT NULL,\n\t`asked_at` integer NOT NULL,\n\t`answered_at` integer,\n\tFOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `incident_post_once` ON `incident_post` (`incident_id`,`person_id`);",
      "CREATE TABLE `incident_report` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`incident_id` integer NOT NULL,\n\t`stage` text NOT NULL,\n\t`sealed` text NOT NULL,\n\t`written_by` integer NOT NULL,\n\t`written_at` integer NOT NULL,\n\t`sent_at` integer,\n\t`receiver` text,\n\tFOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`written_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `incident_report_of` ON `incident_report` (`incident_id`,`stage`);",
      "ALTER TABLE `incident` ADD `resolved_at` integer;",
      "ALTER TABLE `incident` ADD `resolved_by` integer REFERENCES person(id);"
    ]
  },
  {
    "name": "0002_drills",
    "statements": [
      "CREATE TABLE `drill` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`number` text NOT NULL,\n\t`kind` text NOT NULL,\n\t`type` text NOT NULL,\n\t`scene` text DEFAULT '' NOT NULL,\n\t`state` text NOT NULL,\n\t`revision` integer DEFAULT 1 NOT NULL,\n\t`planned_at` integer NOT NULL,\n\t`planned_by_id` integer,\n\t`target_seconds` integer,\n\t`announced` integer DEFAULT true NOT NULL,\n\t`route` text DEFAULT '' NOT NULL,\n\t`commander_id` integer,\n\t`deputy_id` integer,\n\t`prepared_at` integer,\n\t`prepared_by_id` integer,\n\t`lacking` text,\n\t`helper_pairs` integer,\n\t`ladder_done` integer DEFAULT -1 NOT NULL,\n\t`started_at` integer,\n\t`started_by_id` integer,\n\t`accounted_at` integer,\n\t`stood_down_at` integer,\n\t`stood_down_by_id` integer,\n\t`exception` text,\n\t`real_at` integer,\n\t`real_by_id` integer,\n\t`missing_at` integer,\n\t`found_at` integer,\n\t`incident_id` integer,\n\t`highlights` text,\n\t`findings_at` integer,\n\t`findings_by_id` integer,\n\t`cancel_reason` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`planned_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`commander_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`deputy_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`prepared_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`started_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`stood_down_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`real_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`findings_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `drill_number` ON `drill` (`number`);",
      "CREATE INDEX `drill_state` ON `drill` (`school_id`,`state`);",
      "CREATE INDEX `drill_planned` ON `drill` (`school_id`,`planned_at`);",
      "CREATE TABLE `drill_briefing` (\n\t`drill_id` integer NOT NULL,\n\t`class_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\tPRIMARY KEY(`drill_id`, `class_id`),\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `drill_evaluation` (\n\t`drill_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`scores` text NOT NULL,\n\t`total` integer NOT NULL,\n\t`slowest` text NOT NULL,\n\t`jams` integer NOT NULL,\n\t`injuries` integer NOT NULL,\n\t`equipment` text,\n\tPRIMARY KEY(`drill_id`, `person_id`),\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `drill_finding` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`drill_id` integer NOT NULL,\n\t`text` text NOT NULL,\n\t`goes` text NOT NULL,\n\t`owner_id` integer NOT NULL,\n\t`due` text NOT NULL,\n\t`hazard_id` integer,\n\t`task_id` integer,\n\t`at` integer NOT NULL,\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`hazard_id`) REFERENCES `hazard`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `drill_finding_drill` ON `drill_finding` (`drill_id`);",
      "CREATE TABLE `drill_post` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`drill_id` integer NOT NULL,\n\t`role` text NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`post` text DEFAULT '' NOT NULL,\n\t`state` text DEFAULT 'waiting' NOT NULL,\n\t`at` integer,\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `drill_post_once` ON `drill_post` (`drill_id`,`role`,`person_id`,`post`);",
      "CREATE TABLE `drill_report` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`unit_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`expected` integer NOT NULL,\n\t`present` integer NOT NULL,\n\t`reason` text,\n\t`resolved` integer NOT NULL,\n\tFOREIGN KEY (`unit_id`) REFERENCES `drill_unit`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `drill_report_unit` ON `drill_report` (`unit_id`,`id`);",
      "CREATE TABLE `drill_step` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`drill_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`person_id` integer,\n\t`kind` text NOT NULL,\n\t`note` text,\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `drill_step_drill` ON `drill_step` (`drill_id`,`id`);",
      "CREATE TABLE `drill_unit` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`drill_id` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`reference` text DEFAULT '' NOT NULL,\n\t`name` text NOT NULL,\n\t`floor` text DEFAULT '' NOT NULL,\n\t`enrolled` integer,\n\t`expected` integer,\n\t`present` integer,\n\t`reason` text,\n\t`resolved` integer DEFAULT false NOT NULL,\n\t`revision` integer DEFAULT 1 NOT NULL,\n\t`reporter_id` integer,\n\t`first_at` integer,\n\t`reported_at` integer,\n\t`closed_at` integer,\n\t`gap_since` integer,\n\t`gap_stage` integer DEFAULT 0 NOT NULL,\n\tFOREIGN KEY (`drill_id`) REFERENCES `drill`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`reporter_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `drill_unit_once` ON `drill_unit` (`drill_id`,`kind`,`reference`);",
      "ALTER TABLE `class_group` ADD `students` integer;",
      "ALTER TABLE `class_group` ADD `floor` text;"
    ]
  },
  {
    "name": "0003_second_platform",
    "statements": [
      "ALTER TABLE `platform_budget` ADD `uses` integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE `sent_card` ADD `quoted_as` text;",
      "ALTER TABLE `sent_card` ADD `offer` text;",
      "CREATE INDEX `sent_card_quoted` ON `sent_card` (`quoted_as`) WHERE quoted_as is not null;",
      "CREATE INDEX `sent_card_offer` ON `sent_card` (`person_id`,`group_id`) WHERE offer is not null;"
    ]
  },
  {
    "name": "0004_private_return",
    "statements": [
      "CREATE TABLE `private_key` (\n\t`number` text PRIMARY KEY NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`salt` text NOT NULL,\n\t`digest` text NOT NULL,\n\t`made_at` integer NOT NULL,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `private_node` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`number` text NOT NULL,\n\t`node` text NOT NULL,\n\t`due_at` integer,\n\t`done_at` integer,\n\t`reminders` integer DEFAULT 0 NOT NULL\n);",
      "CREATE UNIQUE INDEX `private_node_once` ON `private_node` (`number`,`node`);",
      "CREATE TABLE `private_question` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`number` text NOT NULL,\n\t`handler_id` integer NOT NULL,\n\t`sealed` text,\n\t`asked_at` integer NOT NULL,\n\t`answered_at` integer,\n\tFOREIGN KEY (`handler_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `private_question_of` ON `private_question` (`number`);",
      "CREATE TABLE `private_visit` (\n\t`token` text PRIMARY KEY NOT NULL,\n\t`sealed` text NOT NULL,\n\t`until` integer NOT NULL\n);"
    ]
  },
  {
    "name": "0005_inspection_package",
    "statements": [
      "CREATE TABLE `inspection_package` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`from_day` text NOT NULL,\n\t`to_day` text NOT NULL,\n\t`period_text` text NOT NULL,\n\t`state` text NOT NULL,\n\t`asked_at` integer NOT NULL,\n\t`key` text NOT NULL,\n\t`started_at` integer,\n\t`restarts` integer DEFAULT 0 NOT NULL,\n\t`finished_at` integer,\n\t`file_name` text,\n\t`bytes` integer,\n\t`hash` text,\n\t`files` integer,\n\t`photos` integer,\n\t`missing` integer,\n\t`chain_rows` integer,\n\t`chain_head` text,\n\t`failure` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `inspection_package_school` ON `inspection_package` (`school_id`,`state`);"
    ]
  },
  {
    "name": "0006_period_indexes",
    "statements": [
      "CREATE INDEX `duty_task_due` ON `duty_task` (`school_id`,`due_at`);",
      "CREATE INDEX `hazard_reported` ON `hazard` (`school_id`,`reported_at`);",
      "CREATE INDEX `hazard_closed` ON `hazard` (`school_id`,`state`,`closed_at`);"
    ]
  },
  {
    "name": "0007_account_link",
    "statements": [
      "CREATE TABLE `account_link` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`platform` text NOT NULL,\n\t`state` text NOT NULL,\n\t`code` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`expires_at` integer NOT NULL,\n\t`other_platform` text,\n\t`other_user_id` text,\n\t`other_union_id` text,\n\t`other_person_id` integer,\n\t`used_at` integer,\n\t`decided_by_id` integer,\n\t`seen_at` integer,\n\t`moved` text,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`other_person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`decided_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `account_link_state` ON `account_link` (`state`,`used_at`);",
      "CREATE INDEX `account_link_person` ON `account_link` (`person_id`);",
      "CREATE TABLE `link_try` (\n\t`platform` text NOT NULL,\n\t`user_id` text NOT NULL,\n\t`tries` integer NOT NULL,\n\t`since` integer NOT NULL,\n\tPRIMARY KEY(`platform`, `user_id`)\n);",
      "ALTER TABLE `identity` ADD `last_seen_at` integer;"
    ]
  },
  {
    "name": "0008_meetings",
    "statements": [
      "CREATE TABLE `meeting` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`school_id` integer NOT NULL,\n\t`state` text DEFAULT 'open' NOT NULL,\n\t`revision` integer DEFAULT 1 NOT NULL,\n\t`held_at` integer NOT NULL,\n\t`opened_by_id` integer NOT NULL,\n\t`host_id` integer,\n\t`late_entry` integer DEFAULT false NOT NULL,\n\t`attendees` text,\n\t`agenda` text NOT NULL,\n\t`items_done` integer DEFAULT 0 NOT NULL,\n\t`items_total` integer DEFAULT 0 NOT NULL,\n\t`closed_at` integer,\n\t`closed_by_id` integer,\n\t`signed_at` integer,\n\t`signed_by_id` integer,\n\t`sent_back` text,\n\t`task_id` integer,\n\t`minutes_hash` text,\n\tFOREIGN KEY (`school_id`) REFERENCES `school`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`opened_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`host_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`closed_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`signed_by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE UNIQUE INDEX `meeting_one_open` ON `meeting` (`school_id`) WHERE \"meeting\".\"state\" = 'open';",
      "CREATE INDEX `meeting_held` ON `meeting` (`school_id`,`held_at`);",
      "CREATE TABLE `meeting_attendance` (\n\t`meeting_id` integer NOT NULL,\n\t`person_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`here` integer NOT NULL,\n\tPRIMARY KEY(`meeting_id`, `person_id`),\n\tFOREIGN KEY (`meeting_id`) REFERENCES `meeting`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE TABLE `meeting_line` (\n\t`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,\n\t`meeting_id` integer NOT NULL,\n\t`kind` text NOT NULL,\n\t`text` text NOT NULL,\n\t`owner_id` integer,\n\t`due` text,\n\t`by_id` integer NOT NULL,\n\t`at` integer NOT NULL,\n\t`withdrawn_at` integer,\n\t`task_id` integer,\n\tFOREIGN KEY (`meeting_id`) REFERENCES `meeting`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`by_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,\n\tFOREIGN KEY (`task_id`) REFERENCES `duty_task`(`id`) ON UPDATE no action ON DELETE no action\n);",
      "CREATE INDEX `meeting_line_meeting` ON `meeting_line` (`meeting_id`,`id`);"
    ]
  },
  {
    "name": "0009_drill_parts",
    "statements": [
      "ALTER TABLE `drill` ADD `part` text;",
      "ALTER TABLE `drill` ADD `late` text;",
      "ALTER TABLE `drill_unit` ADD `left_at` integer;"
    ]
  },
  {
    "name": "0010_digest_indexes",
    "statements": [
      "CREATE INDEX `outbox_spoken` ON `outbox` (`person_id`,`finished_at`) WHERE person_id is not null and finished_at is not null;",
      "CREATE INDEX `duty_period_due` ON `duty_period` (`school_id`,`due_at`,`duty_id`);"
    ]
  }
];
