import { bootstrapApplication } from "@angular/platform-browser";
import { TimelineComponent } from "./timeline";

bootstrapApplication(TimelineComponent);
