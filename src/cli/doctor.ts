import { readPlaces } from '../config.ts';
import { checkData } from './doctor/data.ts';
import { checkDingTalk } from './doctor/dingtalk.ts';
import { checkFeishu } from './doctor/feishu.ts';
import { type Finding, lines, note } from './doctor/finding.ts';
import { checkDisk, checkKey, checkNode, checkSettings, checkTime } from './doctor/machine.ts';
import { checkPages } from './doctor/pages.ts';
import { checkReady, checkServer } from './doctor/server.ts';
import { tryCard } from './doctor/test_card.ts';
import { EXIT, type Exit, type Surroundings } from './surroundings.ts';
import { readWords } from './words.ts';

/**
 * `anyuan doctor`: looks at everything a school's IT teacher can mend, with what to do and where. Changes nothing;
 * `--card` sends the safety office a test card. Ends with 1 when something is bad.
 */
export async function doctor(words: readonly string[], surroundings: Surroundings): Promise<Exit> {
  const { has } = readWords(words, { flags: ['card'], places: 0, usage: 'anyuan doctor [--card]' });
  const { env, now, say } = surroundings;
  const places = readPlaces(env);
  let wrong = 0;
  let notes = 0;
  const show = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      if (finding.is === 'bad') wrong += 1;
      if (finding.is === 'note') notes += 1;
      for (const line of lines(finding)) say(line);
    }
  };
  const { findings, config } = checkSettings(env);
  show(findings);
  show([checkNode(process.versions.node), checkTime(places, now()), checkKey(places)]);
  show(await checkDisk(places));
  const server = await checkServer(places);
  show([server.finding]);
  if (server.runs && config) show([await checkReady(config, surroundings)]);
  show(checkData(places, now(), config));
  if (config?.feishu) show(await checkFeishu(config.feishu, surroundings));
  if (config?.dingtalk) show(await checkDingTalk(config.dingtalk, surroundings));
  if (config) show(checkPages(config));
  if (!config) show([note('飞书、钉钉 platforms', '设置齐了再查')]);
  if (has('card')) show([await tryCard(places, surroundings)]);
  say(
    wrong > 0
      ? `${wrong} 处要处理，${notes} 处留意。(${wrong} to mend, ${notes} to note)`
      : `都正常，${notes} 处留意。(all well, ${notes} to note)`,
  );
  return wrong > 0 ? EXIT.failed : EXIT.done;
}
