const POLITE =
  '(?:请|麻烦|帮我|帮忙|给我|我要|我想|想|我需要|需要|能不能|可以|可不可以|能|劳驾|您好|你好|安园|老师|一下|下|替我|能否)*';
const TAIL = '(?:一下|下|吧|吗|呗|呢|谢谢|看看|看|好吗|行吗|可以吗|嘛|给我|啊|哈|了|辛苦了?|列表|[，。？！?!])*';

/** A pattern that must be all of what was said, but for politeness before and after it. */
export function whole(pattern: string): RegExp {
  return new RegExp(`^${POLITE}(?:${pattern})${TAIL}$`);
}
