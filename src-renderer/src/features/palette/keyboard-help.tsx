export function KeyboardHelp(_props: { readonly commands: readonly unknown[] }) {
  return null;
}
