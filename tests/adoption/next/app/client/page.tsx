import { Prerendered } from "../Prerendered";
import { Timeline } from "../Timeline";

export default function Page() {
  return (
    <>
      <Timeline feed="/feed.json" />
      <Prerendered />
    </>
  );
}
