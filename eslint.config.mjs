import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const sources = ['src-*/**/*.{ts,tsx}'];
const tests = ['test/**/*.{ts,tsx}', 'e2e/**/*.ts'];
const tools = ['bin/**', 'scripts/**', 'bench/**', '*.config.{ts,mjs}'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'A named export has one name everywhere.',
};

export default defineConfig([
  globalIgnores(['out', 'out.next', 'out.old', 'dist', 'test-results', 'resources']),
  {
    files: [...sources, ...tests, ...tools],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A leading underscore says that a name is there only for its place.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A number in a text is a number in a text; everything else in a template must be made a string on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: sources, rules: { 'no-restricted-syntax': ['error', noDefaultExport] } },
  { files: ['src-renderer/**'], extends: [reactHooks.configs.flat.recommended] },
  {
    // What these print is what they are for.
    files: ['scripts/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // JavaScript has no way to say what JSON.parse gives; tsc checks the rest of these files by their JSDoc.
    files: ['**/*.mjs'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
]);
