export * from './delivery.ts';
export * from './drills.ts';
export * from './duties.ts';
export * from './hazards.ts';
export * from './incidents.ts';
export * from './inspection.ts';
export * from './organisation.ts';
export * from './school.ts';
