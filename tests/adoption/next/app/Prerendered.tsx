import { readFileSync } from "node:fs";

export function Prerendered() {
  return <div dangerouslySetInnerHTML={{ __html: readFileSync("prerendered.html", "utf8") }} />;
}
