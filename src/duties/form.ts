import { type Declarations, type FieldSet, fieldFromData, fields } from '../../cards/fields.ts';
import type { FieldValue, PersonOption } from '../../cards/model.ts';
import type { DutyField } from './duty.ts';
import type { SchoolDuty } from './settings.ts';

const lengths: Partial<Record<DutyField['kind'], number>> = { text: 100, longText: 500 };

function declarationOf(one: DutyField): Declarations[string] {
  const { required } = one;
  // Photos and files come as messages in the one-to-one chat (design.md §4).
  if (one.kind === 'photo' || one.kind === 'file')
    return fieldFromData('photo', one.label, { required, atLeast: required ? 1 : 0 });
  if (one.kind === 'singleSelect' || one.kind === 'multiSelect') {
    return fieldFromData(one.kind, one.label, {
      required,
      options: one.options.map((text) => ({ value: text, text })),
    });
  }
  const maxLength = lengths[one.kind];
  return fieldFromData(one.kind, one.label, { required, ...(maxLength ? { maxLength } : {}) });
}

/** The form of a duty, from its fields: the same declarations give card, check and ledger columns. */
export const formOf = (duty: Pick<SchoolDuty, 'form'>): FieldSet =>
  fields(Object.fromEntries(duty.form.map((one) => [one.key, declarationOf(one)])));

/** The one field a tap answers: a duty whose only required field is a yes is done with one tap. */
export function oneTapField(duty: Pick<SchoolDuty, 'form'>): string | undefined {
  const required = duty.form.filter((one) => one.required);
  const [only] = required;
  return required.length === 1 && only?.kind === 'bool' ? only.key : undefined;
}

/**
 * Tapped as held, and what its done-rule asks for (课题, 时长, 告家长书 …) was not told: 已讲，待补内容.
 *
 * The decision: domain/duties.json calls a lesson done with its date, topic and minutes, a lesson before a holiday with
 * the letter to parents; the shared card has buttons only (design.md §4), and nobody should be chased for a lesson that
 * was held. So a tap stops the asking, and is not yet done: boards count it as held, the ledger and the weekly summary
 * say 待补内容, and at the deadline those classes are asked once, kindly, for the rest (fill_in.ts). What the form then
 * says is held against the done-rule like any other. Of what is handed over nothing is ever filled in.
 */
export const isTappedOnly = (duty: Pick<SchoolDuty, 'form' | 'build'>, content: unknown): boolean =>
  duty.build !== 'handoff' &&
  !duty.form.some((one) => one.key === TAPPED) &&
  typeof content === 'object' &&
  content !== null &&
  TAPPED in content;

/** What a tap leaves where the form has no yes to give. */
export const TAPPED = 'delivered';

/** What the form starts with: today, now, the person themselves; how long something is valid nobody can guess. */
export function initialValues(
  duty: Pick<SchoolDuty, 'form'>,
  moment: { date: string; clock: string; person: number | undefined },
): Readonly<Record<string, FieldValue>> {
  const values: Record<string, FieldValue> = {};
  for (const one of duty.form) {
    if (one.kind === 'date' && one.expires === undefined) values[one.key] = moment.date;
    else if (one.kind === 'dateTime') values[one.key] = `${moment.date} ${moment.clock}`;
    else if (one.kind === 'person' && moment.person !== undefined) values[one.key] = moment.person;
  }
  return values;
}

const peopleInEach = (duty: Pick<SchoolDuty, 'form'>): number =>
  Math.floor(PEOPLE_ON_A_CARD / Math.max(duty.form.filter((one) => one.kind === 'person').length, 1));

/** Cards take no files either. */
const FILE_HINT = '把文件发到和安园的会话里，会自动加上；有几件事要文件时，引用这张卡发';

/** A bare picture is most often of a hazard, and is asked about: one that a form may do without is sent as a reply. */
const PHOTO_HINT = '引用这张卡发照片，会自动加上';

/** What a field's hint and count say; cards take neither photos nor files. */
function evidenceOf(
  one: DutyField,
  duty: Pick<SchoolDuty, 'form'>,
  given: { readonly photos: number; readonly files: number },
) {
  // Where a form has no place of its own for the one, it stands for the other; so it does for what is required.
  const has = (kind: DutyField['kind']): boolean => duty.form.some((field) => field.kind === kind);
  const apart = !one.required && has('photo') && has('file');
  if (one.kind === 'file')
    return { hint: FILE_HINT, unit: '份', count: apart ? given.files : given.files + given.photos };
  if (one.kind === 'photo')
    return { ...(one.required ? {} : { hint: PHOTO_HINT }), count: apart ? given.photos : given.files + given.photos };
  return {};
}

/** People to choose from on one card, all its fields together: each is an element (reference/feishu.md §6.1). */
const PEOPLE_ON_A_CARD = 100;

/** Fields for the card: people to choose from, photos counted. */
export const showForm = (
  duty: Pick<SchoolDuty, 'form'>,
  given: {
    candidates: readonly PersonOption[];
    photos: number;
    files: number;
    initial: Readonly<Record<string, FieldValue>>;
    entered?: Readonly<Record<string, FieldValue>> | undefined;
  },
) =>
  formOf(duty).show(
    Object.fromEntries(
      duty.form.map((one) => [
        one.key,
        {
          candidates: given.candidates.slice(0, peopleInEach(duty)),
          ...evidenceOf(one, duty, given),
          initial: given.initial[one.key],
        },
      ]),
    ),
    given.entered,
  );
