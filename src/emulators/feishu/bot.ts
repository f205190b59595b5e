import type { Api } from './http.ts';
import type { Emulation } from './state.ts';

/** `bot/v3/info`; the answer's member is `bot`, not `data` (reference/feishu.md §4). */
export function mountBot(api: Api, emulation: Emulation): void {
  api.route('GET', '/bot/v3/info', { auth: 'tenant' }, () => ({
    msg: 'ok',
    bot: {
      activate_status: 2,
      app_name: emulation.bot.name,
      avatar_url: 'https://avatar.feishu.invalid/bot.png',
      ip_white_list: [],
      open_id: emulation.bot.openId,
    },
  }));
}
