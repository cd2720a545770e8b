export function WorkersScreen() {
  return <h1>WorkersScreen</h1>;
}
