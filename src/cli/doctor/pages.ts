import type { Config } from '../../config.ts';
import { type Finding, note } from './finding.ts';

const WHAT = '网页登录 page sign-in';

/** What has to stand in the vendors' consoles for people to sign in on the form page; no vendor can be asked whether it does. */
export function checkPages({
  publicUrl,
  feishu,
  dingtalk,
}: Pick<Config, 'publicUrl' | 'feishu' | 'dingtalk'>): Finding[] {
  if (!publicUrl) return [];
  const findings: Finding[] = [];
  if (feishu)
    findings.push(
      note(WHAT, '用飞书登录', `飞书开放平台 → 安全设置 → 重定向 URL：要有 ${publicUrl}/p/signed-in/feishu`),
    );
  if (dingtalk)
    findings.push(
      note(
        WHAT,
        '用钉钉登录',
        `钉钉开放平台 → 安全设置 → 重定向 URL：要有 ${publicUrl}/p/signed-in/dingtalk；权限管理里要开“通讯录个人信息读权限”（Contact.User.Read）和“成员信息读权限”（qyapi_get_member）；在钉钉里打开不用登录，还要开“网页应用”能力，首页地址填 ${publicUrl}`,
      ),
    );
  return findings;
}
