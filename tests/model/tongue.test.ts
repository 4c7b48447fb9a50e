import { expect, test } from 'vitest';
import { languageOf } from '../../src/model/tongue.ts';

test.each([
  ['خواهش می‌کنم ادامه دهید.', 'fa'],
  ['كانت جدتي تعيش في تبريز.', 'ar'],
  ['میں تبریز سے ہوں، آپ کے لیے', 'ur'],
  ['Где вы были вчера? Мы ждали, и это было долго.', 'ru'],
  ['Де ви були вчора? Її не було.', 'uk'],
  ['סבתא שלי גרה בטבריז', 'he'],
  ['Η γιαγιά μου', 'el'],
  ['祖母はタブリーズに住んでいます', 'ja'],
  ['我的祖母住在大不里士', 'zh'],
  ['할머니는 타브리즈에 사신다', 'ko'],
  ['ბებიაჩემი თბილისში ცხოვრობს', 'ka'],
])('%j is known by its letters', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

test.each([
  ['My grandmother lives in Tabriz.'],
  ['Erdoğan und Əliyev, ñandú, straße'],
  ['An English line with עברית in it, and عربي too.'],
  ['Мама мала краба'],
  ['Къде бяхте вчера? Чакахме ви дълго.'],
  ['Дзе вы былі ўчора? Мы чакалі, і гэта было доўга.'],
  ['Сіздер кеше қайда болдыңыздар?'],
  ['Та нар өчигдөр хаана байсан бэ?'],
  ['سڵاو، چۆنی؟'],
  ['زما نوم احمد دی، ته چیرې یې؟ ښه'],
  ['ياخشىمۇسىز، سىز نەدە؟'],
  ['توهان ڪيئن آهيو؟'],
  ['🎉🎉 123 —'],
  [''],
])('%j is left to whatever the page is in', (text) => {
  expect(languageOf(text)).toBeUndefined();
});

test('mostly is more than half, and signs count for nothing', () => {
  expect(languageOf('ab שלו 1234567890 !!!!!')).toBe('he');
  expect(languageOf('abc שלו')).toBeUndefined();
});
