/** A day in a room of two modern clients and a legacy one. Exit code 0 only where all three agree in the end. */
import { isDeepStrictEqual } from "node:util";
import { openStage } from "./stage.js";

const tell = (text) => console.log(`\n-- ${text}`);

const stage = await openStage();
try {
  tell("One server, one SQLite file.");
  await stage.startServer();

  tell("Ada plans. Ben sees it, and so does Lea, whose client knows nothing of operations.");
  await stage.type("ada", "project add House");
  await stage.type("ada", "add Buy milk");
  await stage.type("ada", "add Paint the door --project house");
  await stage.type("ben", "list");
  await stage.type("lea", "list --legacy");

  tell("The server is killed. Everybody works on; Ada and Lea both rename the milk.");
  await stage.killServer();
  await stage.type("ada", "edit milk Buy oat milk");
  await stage.type("lea", "edit milk Buy soy milk --legacy");
  await stage.type("ben", "project archive house");

  tell("Ada cannot know of Ben. She completes the door and archives the house, which deletes what is done:");
  await stage.type("ada", "done door");
  await stage.type("ada", "project archive house");
  await stage.type("ada", "list --all");

  tell("It starts again on the same file. Only one of them can archive, and Ben was first.");
  await stage.startServer();
  await stage.type("ben", "sync");
  await stage.type("ada", "sync", { exitCode: 1 });

  tell("What was refused is taken back, and the rest stays: Ada sees the door again, completed.");
  await stage.type("ada", "list --all");

  tell(
    "Lea's name for the milk comes last, and wins. She sends whole todos, and yet undoes nothing of Ben's.",
  );
  await stage.type("lea", "sync --legacy");
  await stage.type("ben", "list");
  await stage.type("ben", "done milk");
  await stage.type("lea", "edit milk Buy two soy milks --legacy");

  tell("Lea's old client shows what Ben's new one does, as he does it.");
  const watching = await stage.watch("lea", "watch --legacy", "Paint the door");
  await stage.type("ben", "add Sweep the stairs");
  await watching.sees("added     Sweep the stairs");
  await stage.type("ben", "done stairs");
  await watching.sees("completed Sweep the stairs");
  await watching.stop();

  const views = await stage.looks(["ada", "ben", "lea --legacy"], 3);
  const agree = views.every((view) => isDeepStrictEqual(view, views[0]));
  tell(agree ? "Ada, Ben and Lea agree:" : `They differ: ${JSON.stringify(views, undefined, 2)}`);
  await stage.type("lea", "list --all --legacy");
  if (!agree) process.exitCode = 1;
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  await stage.close();
}
