import { describe, expect, test } from 'vitest';
import { problemsOfFiles, problemsOfSql } from './migrations.ts';

describe('migrations', () => {
  test('only add, and are bundled as they are', () => {
    expect(problemsOfFiles()).toEqual([]);
  });

  test.each([
    'CREATE TABLE `__new_hazard` (id integer);',
    'PRAGMA foreign_keys=OFF;',
    'FOREIGN KEY (a) REFERENCES b(id) ON UPDATE no action ON DELETE cascade',
    'DROP TABLE `hazard`;',
    'ALTER TABLE `hazard` DROP COLUMN `place`;',
    'ALTER TABLE `hazard` RENAME TO `danger`;',
  ])('%s is found with its line', (line) => {
    expect(problemsOfSql('0001_x.sql', `CREATE TABLE a (id integer);\n${line}\n`)).toEqual([
      expect.stringMatching(/^0001_x\.sql:2: /),
    ]);
  });

  test('what a migration may do', () => {
    const sql =
      'CREATE TABLE `a` (`id` integer, FOREIGN KEY (`b`) REFERENCES `c`(`id`) ON UPDATE no action ON DELETE no action);\nALTER TABLE `a` ADD `d` text;\nCREATE INDEX `e` ON `a` (`d`);\n';
    expect(problemsOfSql('0001_x.sql', sql)).toEqual([]);
  });
});
