ALTER TABLE `platform_budget` ADD `uses` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sent_card` ADD `quoted_as` text;--> statement-breakpoint
ALTER TABLE `sent_card` ADD `offer` text;--> statement-breakpoint
CREATE INDEX `sent_card_quoted` ON `sent_card` (`quoted_as`) WHERE quoted_as is not null;--> statement-breakpoint
CREATE INDEX `sent_card_offer` ON `sent_card` (`person_id`,`group_id`) WHERE offer is not null;