// A code on paper: drawn by the node, which knows how, and shown as a picture that is nothing but that.
import { useEffect, useState } from 'preact/hooks';
import { askText } from '../api/client.ts';

interface Props {
  readonly text: string;
  /** What it is, for whoever does not see it; empty where it stands beside the same in words. */
  readonly label: string;
}

export function CodeSymbol({ text, label }: Props) {
  const [address, setAddress] = useState<string | undefined>(undefined);
  useEffect(() => {
    let made: string | undefined;
    let isOver = false;
    void askText('/v1/symbol', { text }).then((reply) => {
      if (isOver || reply.kind !== 'document') return;
      made = URL.createObjectURL(new Blob([reply.document], { type: 'image/svg+xml' }));
      setAddress(made);
    });
    return () => {
      isOver = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [text]);
  return address === undefined ? null : <img class="symbol" src={address} alt={label} />;
}
