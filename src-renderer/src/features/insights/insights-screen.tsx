export function InsightsScreen() {
  return <h1>InsightsScreen</h1>;
}
