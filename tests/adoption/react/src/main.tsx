import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Timeline } from "./Timeline";

createRoot(document.querySelector("#app")!).render(
  <StrictMode>
    <Timeline feed="/feed.json" />
  </StrictMode>,
);
