import { z } from 'zod';
import type { Card, Fact, Field, FieldValue, PhotoHash } from '../../cards/model.ts';
import type { HandedIn } from './show_card.ts';
import { inputName, WRITTEN } from './show_field.ts';

/** What somebody sent with a card's form, to be read and no more; undefined where there is nothing, or it must not stay readable. */
export function handedIn(
  card: Card,
  values: Readonly<Record<string, FieldValue>>,
  photos: readonly PhotoHash[],
): HandedIn | undefined {
  if (!card.form || card.confidential) return undefined;
  const facts = card.form.fields.flatMap((field): Fact[] => {
    const words = wordsOf(field, values[field.name]);
    return words === '' ? [] : [{ label: field.label, value: words }];
  });
  if (facts.length === 0 && photos.length === 0) return undefined;
  return { title: '您提交的内容', facts, photos: [...new Set(photos)] };
}

const labels = z.record(z.string().max(100), z.string().max(100));

/**
 * The words somebody wrote into a form that was gone when it arrived, to be copied from. They come from the browser, as
 * their labels do, and go back to it and nowhere else.
 */
export function writtenIn(entered: FormData): HandedIn | undefined {
  const named = labels.safeParse(parsed(entered.get(WRITTEN)));
  if (!named.success) return undefined;
  const facts = Object.entries(named.data).flatMap(([name, label]): Fact[] => {
    const value = entered.get(inputName({ name }));
    return typeof value === 'string' && value.trim() !== '' ? [{ label, value: value.trim() }] : [];
  });
  return facts.length > 0 ? { title: '您刚才填的（没有提交）', facts, photos: [] } : undefined;
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** What a field holds, in words; '' where it holds nothing. */
export function wordsOf(field: Field, value: FieldValue | undefined): string {
  if (value === undefined) return '';
  switch (field.kind) {
    case 'singleSelect':
      return field.options.find((option) => option.value === value)?.text ?? '';
    case 'multiSelect':
      return field.options
        .filter((option) => Array.isArray(value) && value.includes(option.value))
        .map((option) => option.text)
        .join('、');
    case 'person':
      return field.candidates.find((candidate) => candidate.person === value)?.name ?? '';
    case 'bool':
      return value === true ? '是' : '否';
    case 'photo':
      return '';
    default:
      return String(value).trim();
  }
}
