export function LogsScreen() {
  return <h1>LogsScreen</h1>;
}
