import "key-events-timeline";
