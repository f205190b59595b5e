/** One school on two platforms: the people of both worlds in one rail, each with a phone of their own platform. */
import type { PhoneWorld } from './world.ts';

/** Title and clock are the first world's; the worlds share their time. */
export function joinedWorlds(first: PhoneWorld, second: PhoneWorld): PhoneWorld {
  const worlds = [first, second];
  const of = (personId: string): PhoneWorld => {
    const found = worlds.find((world) => world.people().some((person) => person.id === personId));
    if (found === undefined) throw new Error(`no such person: ${personId}`);
    return found;
  };
  return {
    title: first.title,
    clock: first.clock,
    people: () => worlds.flatMap((world) => world.people()),
    chats: (personId) => of(personId).chats(personId),
    messages: (personId, chatId) => of(personId).messages(personId, chatId),
    say: (personId, text, options) => of(personId).say(personId, text, options),
    sendImage: (personId, bytes, options) => of(personId).sendImage(personId, bytes, options),
    sendFile: (personId, name, bytes, options) => of(personId).sendFile(personId, name, bytes, options),
    recall: (personId, messageId) => of(personId).recall(personId, messageId),
    press: (personId, press) => of(personId).press(personId, press),
    enterChat: (personId) => of(personId).enterChat(personId),
    pressMenu: (personId, eventKey) => of(personId).pressMenu(personId, eventKey),
    read: (personId, chatId) => of(personId).read(personId, chatId),
    async image(key) {
      return (await first.image(key)) ?? second.image(key);
    },
    onChange(listener) {
      const stops = worlds.map((world) => world.onChange(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
