/** Pieces of a Feishu card as the samples use them. */

export const plain = (content: string) => ({ tag: 'plain_text', content });
export const markdown = (content: string) => ({ tag: 'markdown', content });
export const callback = (action: string) => [{ type: 'callback', value: { action } }];

export function card(
  title: string,
  template: string,
  tag: readonly [string, string],
  elements: readonly unknown[],
  subtitle?: string,
) {
  return {
    schema: '2.0',
    config: { update_multi: true, summary: { content: title } },
    header: {
      title: plain(title),
      template,
      ...(subtitle ? { subtitle: plain(subtitle) } : {}),
      text_tag_list: [{ tag: 'text_tag', text: plain(tag[0]), color: tag[1] }],
    },
    body: { vertical_spacing: '10px', elements },
  };
}
export const option = (value: string, label = value) => ({ text: plain(label), value });
