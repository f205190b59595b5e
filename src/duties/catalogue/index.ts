import type { Duty } from '../duty.ts';
import { canteenBusDuties } from './canteen_bus.ts';
import { drillsDuties } from './drills.ts';
import { dutyRostersDuties } from './duty_rosters.ts';
import { educationDuties } from './education.ts';
import { facilitiesDuties } from './facilities.ts';
import { filingsDuties } from './filings.ts';
import { fireDuties } from './fire.ts';
import { gateDuties } from './gate.ts';
import { guardsDuties } from './guards.ts';
import { hazardsDuties } from './hazards.ts';
import { incidentsDuties } from './incidents.ts';
import { meetingsDuties } from './meetings.ts';
import { peopleDuties } from './people.ts';
import { publicityDuties } from './publicity.ts';
import { risksDuties } from './risks.ts';
import { studentsDuties } from './students.ts';

export type { Campaign, CampaignDate } from './campaign.ts';
export { campaignById, campaigns } from './campaigns.ts';
export { type FilingTemplate, filingTemplates } from './filing_templates.ts';
export { type Handoff, handoffs } from './handoffs.ts';
export { retentions } from './retentions.ts';

/** Every duty the product knows (domain/duties.md §3, without what a district office does); any may be switched on. */
export const catalogue: readonly Duty[] = [
  ...educationDuties,
  ...publicityDuties,
  ...drillsDuties,
  ...meetingsDuties,
  ...dutyRostersDuties,
  ...gateDuties,
  ...studentsDuties,
  ...canteenBusDuties,
  ...guardsDuties,
  ...facilitiesDuties,
  ...fireDuties,
  ...hazardsDuties,
  ...risksDuties,
  ...incidentsDuties,
  ...peopleDuties,
  ...filingsDuties,
];

const byId: ReadonlyMap<string, Duty> = new Map(catalogue.map((duty) => [duty.id, duty]));

/** A duty of the catalogue; undefined for an id it does not have. */
export const dutyById = (id: string): Duty | undefined => byId.get(id);
