export function CommandPalette(_props: { readonly commands: readonly unknown[] }) {
  return null;
}
