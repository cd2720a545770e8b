import { TriangleAlert } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { reasonOf } from '../bridge/connection.ts';
import { copyText } from '../state/clipboard.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

interface ScreenBoundaryProps {
  readonly children: ReactNode;
}

interface ScreenBoundaryState {
  readonly fault?: { readonly error: unknown; readonly where?: string } | undefined;
}

/** Keeps a screen that breaks from taking the whole window with it. */
export class ScreenBoundary extends Component<ScreenBoundaryProps, ScreenBoundaryState> {
  override state: ScreenBoundaryState = {};

  static getDerivedStateFromError(error: unknown): ScreenBoundaryState {
    return { fault: { error } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ fault: { error, where: componentStack ?? '' } });
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    return (
      <BrokenScreen
        reason={reasonOf(fault.error)}
        details={faultDetails(fault.error, fault.where)}
        onShowAgain={() => {
          this.setState({ fault: undefined });
        }}
      />
    );
  }
}

interface BrokenScreenProps {
  readonly reason: string;
  readonly details: string;
  readonly onShowAgain: () => void;
}

function BrokenScreen({ reason, details, onShowAgain }: BrokenScreenProps) {
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={TriangleAlert}
        title="This screen could not be shown"
        actions={
          <>
            <Button variant="primary" onClick={onShowAgain}>
              Show again
            </Button>
            <Button
              onClick={() => {
                copyText(details, 'What went wrong is on the clipboard.');
              }}
            >
              Copy details
            </Button>
          </>
        }
      >
        Your jobs and results are not touched, and go on. What went wrong: {reason}
      </EmptyState>
    </div>
  );
}

/** For whoever looks into it: the error, where in the code it came from, and in which part of the screen. */
export function faultDetails(error: unknown, where = ''): string {
  const trace = error instanceof Error ? error.stack : undefined;
  return [reasonOf(error), trace, where.trim()].filter((part) => part !== undefined && part !== '').join('\n\n');
}
