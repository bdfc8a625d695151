import type { ReactNode } from "react";

export const metadata = { title: "Page", icons: "data:," };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="fr">
      <head />
      <body>{children}</body>
    </html>
  );
}
