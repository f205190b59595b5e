import type { FormValues } from '../../cards/fields.ts';
import type { Outcome } from '../kernel/action.ts';
import type { Context } from '../kernel/context.ts';
import { FormRefused } from '../kernel/refused.ts';
import { changeDrill, requireState } from './change.ts';
import type { partForm } from './forms.ts';
import { classesTakingPart } from './part.ts';
import type { Drill } from './rules.ts';

/** Most places one plan names; each is counted by itself. */
const MOST_PLACES = 40;
const PLACE_LENGTH = 20;

/** 参加范围: a building, some classes, dormitories, a school bus; all left empty is the whole school. Throws FormRefused. */
export function choosePart(context: Context, of: Drill, values: FormValues<typeof partForm.declarations>): Outcome {
  requireState(context, of, 'change');
  const places = [
    ...new Set(
      (values.places ?? '')
        .split(/[\n、，,；;]/)
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ];
  if (places.length > MOST_PLACES) throw new FormRefused(`最多 ${MOST_PLACES} 处，请分两次演练`);
  if (places.some((one) => [...one].length > PLACE_LENGTH)) throw new FormRefused(`每处请在 ${PLACE_LENGTH} 字以内`);
  const chosen = {
    grades: [...(values.grades ?? [])],
    floors: [...(values.floors ?? [])],
    classes: (values.classes ?? []).map(Number),
    places,
  };
  const isWhole = Object.values(chosen).every((one) => one.length === 0);
  const first = [...chosen.floors, ...chosen.grades, ...places][0] ?? '部分班';
  const name = values.name === undefined || values.name === '' ? first : values.name;
  const part = isWhole ? null : { name, ...chosen };
  if (part && places.length === 0 && classesTakingPart(context, { schoolId: of.schoolId, part }).length === 0)
    throw new FormRefused('选的范围里没有班', '请再选，或写要点的地方。');
  changeDrill(context, of, 'change', { part }, part ? `范围：${name}` : '范围：全校');
  return {
    toast: { tone: 'success', text: part ? '已记参加范围' : '已改为全校参加' },
    become: { card: 'drill.start', subject: { drill: of.id } },
  };
}
