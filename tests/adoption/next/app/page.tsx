import type {} from "key-events-timeline/react";
import { DefineKeyEvents } from "./DefineKeyEvents";
import { Prerendered } from "./Prerendered";

export default function Page() {
  return (
    <>
      <key-events src="/feed.json" order="oldest" />
      <Prerendered />
      <DefineKeyEvents />
    </>
  );
}
