/* Korean for what the language pack leaves in English, and for nbgrader's UTC times. */

const WORDS = {
  // menu, tabs, toolbar
  "Nbgrader": "단원",
  "Assignment List": "단원 목록",
  "Assignments": "단원 목록",
  "Course List": "과정 목록",
  "Formgrader": "채점실",
  "Create assignment": "단원 만들기",
  "Create Assignment": "단원 만들기",
  "Validate": "확인하기",
  "Validate Assignment": "내기 전에 보이는 확인을 모두 해 봐요",
  "Refresh assignments list": "단원 목록 새로 고침",
  "Validating...": "확인하는 중…",
  "Saving...": "저장하는 중…",
  // list of units
  "Released, downloaded, and submitted assignments for course:": "과정의 단원:",
  "Released assignments": "받을 수 있는 단원",
  "Downloaded assignments": "받은 단원",
  "Submitted assignments": "낸 단원",
  "There are no assignments to fetch.": "새로 받을 단원이 없어요.",
  "There are no downloaded assignments.": "받은 단원이 없어요.",
  "There are no submitted assignments.": "낸 단원이 없어요.",
  "Loading, please wait...": "불러오고 있어요…",
  "No courses found.": "들어 있는 과정이 없어요. 강사에게 알려 주세요.",
  "Error fetching courses!": "과정을 불러오지 못했어요. 새로 고쳐 주세요.",
  "Fetch": "받기",
  "Fetching...": "받는 중…",
  "Submit": "내기",
  "submitting...": "내는 중…",
  "Fetch Feedback": "의견 받기",
  "Fetching Feedback...": "의견 받는 중…",
  "(view feedback)": "(의견 보기)",
  "(feedback available to fetch)": "(의견이 왔어요)",
  "Error fetching assignment.": "받지 못했어요. 새로 고쳐 주세요.",
  "Error submitting assignment.": "내지 못했어요. 다시 해 주세요.",
  "Error fetching feedback.": "의견을 받지 못했어요. 다시 해 주세요.",
  "Error validating assignment.": "확인하지 못했어요. 다시 해 주세요.",
  "Assignment not submitted:": "내지 못했어요:",
  "Invalid Submission": "내지 못했어요",
  // validation
  "Validation Results": "확인 결과",
  "Validation failed": "확인하지 못했어요",
  "Cannot save notebook": "노트북을 저장하지 못했어요.",
  "Success! Your notebook passes all the tests.": "보이는 확인을 모두 지났어요. 여기까지 맞아요. 남은 점수는 낸 뒤에 채점해요.",
  "The following cell failed:": "더 할 곳이 있는 칸이에요:",
  "The following cell passed:": "지난 칸이에요:",
  "The source of the following cell has changed, but it should not have!":
    "바꾸면 안 되는 칸이 바뀌었어요:",
  "There was an error running the validate command:": "확인하다가 멈추었어요:",
  "You did not provide a response.": "아직 답을 쓰지 않았어요.",
  "Version Mismatch": "판이 서로 달라요",
  // JupyterLab's own words that stay in English with its language pack
  "Skip to main panel": "본문으로 건너뛰기",
  "Create a duplicate of this cell below": "이 셀을 아래에 하나 더 만들기",
  "Delete the cell": "셀 지우기",
  "Cell toolbar": "셀 도구 모음",
  "Cells": "셀 모음",
  "Markdown Cell Content": "설명 셀",
  "Code Cell Content with Output": "출력이 있는 코드 셀",
  "Raw Cell Content": "그대로 두는 셀",
  "More commands": "다른 명령",
  "Toggle File Filter": "파일 걸러 보기",
  "File browser toolbar": "파일 탐색기 도구 모음",
  "Enable Debugger": "디버거 켜기",
  "Select a kernel that supports debugging to enable debugger":
    "디버거를 켜려면 디버깅이 되는 커널을 골라 주세요",
  "Go to cell…": "셀로 가기…",
  "Select Last Modified Cell": "앞서 바뀐 셀로 가기",
  "Select Next Modified Cell": "다음에 바뀐 셀로 가기",
  "Search Tabs and Running Sessions (Ctrl+Alt+A)": "탭과 실행 중인 것 찾기 (Ctrl+Alt+A)",
  "Shut Down Unused": "쓰지 않는 것 끄기",
  "Main Content": "본문",
  "main area content": "본문",
  "main area toolbar": "본문 도구 모음",
  "side panel content": "옆 화면",
  "Top Bar": "위쪽 줄",
  "Bottom Panel": "아래쪽 줄",
  "Topbar toolbar": "위쪽 도구 모음",
  "Responsive popup toolbar": "펼쳐지는 도구 모음",
  "Open Recent": "최근에 연 것 열기",
  "Revert Notebook to Checkpoint…": "노트북을 체크포인트로 되돌리기…",
  "Code Folding": "코드 접기",
  "Show Keyboard Shortcuts…": "단축키 보기…",
  "Advanced Tools": "더 깊은 도구",
  "Common Tools": "자주 쓰는 도구",
  "Assignments 닫기": "단원 목록 닫기",
  // its menus: edit with the right button, tabs, view
  "Copy Selected Text": "고른 글 복사",
  "Cut Selected Text": "고른 글 잘라내기",
  "Paste Text": "글 붙여넣기",
  "Paste Unavailable": "여기서는 붙여 넣지 못해요",
  ["Due to browser security restrictions, pasting from the context menu may not be supported.\n\n" +
    "Please use Ctrl + V (or ⌘ + V on macOS) instead."]:
    "이 브라우저는 메뉴로 붙여넣기를 막아요. Ctrl+V(맥은 ⌘+V)를 눌러 주세요.",
  "New Subshell Console for Notebook": "노트북의 보조 콘솔 새로 열기",
  "Open With": "다른 것으로 열기",
  "Notebook (no kernel)": "노트북(커널 없이)",
  "Python File": "Python 파일",
  "Create a new Python File": "Python 파일 만들기",
  "Reopen Closed Document": "닫은 문서 다시 열기",
  "Revert to Checkpoint": "체크포인트로 되돌리기",
  "Split Tab": "탭 나누기",
  "Move Widget To": "화면 옮기기",
  "Move to Main Area": "본문으로 옮기기",
  "Move to Left Sidebar": "왼쪽 화면으로 옮기기",
  "Move to Right Sidebar": "오른쪽 화면으로 옮기기",
  "Move to Down Area": "아래 화면으로 옮기기",
  "Left": "왼쪽",
  "Right": "오른쪽",
  "Up": "위",
  "Down": "아래",
  "Top": "위",
  "Bottom": "아래",
  "Side": "옆",
  "Fullscreen Mode": "전체 화면",
  "Show Down Area": "아래 화면 보기",
  "Show Workspace Indicator": "작업 공간 이름 보기",
  "Show Minimap": "줄인 그림 보기",
  "Activity Bar Position": "단추 줄의 자리",
  "Reset Default Layout": "처음 배치로 되돌리기",
  "Fold Current Region": "이 부분 접기",
  "Unfold Current Region": "이 부분 펼치기",
  "Fold All Subregions": "아래 부분 모두 접기",
  "Unfold All Subregions": "아래 부분 모두 펼치기",
  "Fold All Regions": "모두 접기",
  "Unfold All Regions": "모두 펼치기",
  "JupyterLab Light": "JupyterLab 밝게",
  "JupyterLab Dark": "JupyterLab 어둡게",
  "Korean (South Korea)": "한국어",
  "Install more languages…": "다른 언어 더하기…",
  "Keybinding": "단축키",
  "Search Tabs and Running Sessions": "탭과 실행 중인 것 찾기",
  "Table of contents sidepanel toolbar": "차례 도구 모음",
  "Variables toolbar": "변수 도구 모음",
  "Callstack panel toolbar": "호출 차례 도구 모음",
  "Breakpoints panel toolbar": "중단점 도구 모음",
  "Kernel sources panel toolbar": "커널 소스 도구 모음",
  // its questions and messages
  "Are you sure you want to delete this cell?": "이 셀을 지울까요?",
  "Are you sure you want to permanently shut down the running kernel?": "실행 중인 커널을 끌까요?",
  "Are you sure you want to shut down the following unused kernels?":
    "쓰지 않는 다음 커널을 끌까요?",
  "Do not ask me again": "다시 묻지 않기",
  "Do not show this message again in this session.": "이번에는 다시 보이지 않기",
  ["If checked, the kernel will restart without confirmation prompt in the future; " +
    "you can change this back in the settings."]:
    "표시하면 다음부터는 묻지 않고 재시작해요. 설정에서 되돌릴 수 있어요.",
  "If checked, no confirmation to close a document will be asked in the future.":
    "표시하면 다음부터는 묻지 않고 닫아요.",
  ["If checked, you will not see a dialog informing you about an issue with server connection " +
    "in this session."]: "표시하면 이번에는 연결 문제를 다시 알리지 않아요.",
  "Ignore this warning for future deletions.": "다음부터는 묻지 않고 지우기",
  "Move to Trash": "휴지통으로 옮기기",
  "Rename and Save": "이름을 바꾸고 저장하기",
  "Do not ask for rename on first save.": "처음 저장할 때 이름을 묻지 않기",
  "Start Kernel": "커널 켜기",
  "Cell is read-only": "바꿀 수 없는 셀이에요",
  "The cell is read-only and cannot be merged.": "바꿀 수 없는 셀이라 합치지 못해요.",
  "The cell is read-only and cannot be split.": "바꿀 수 없는 셀이라 나누지 못해요.",
  "The cell is read-only, its type cannot be changed!": "바꿀 수 없는 셀이라 종류를 바꾸지 못해요.",
  "Cell type not changed due to pending input": "셀의 종류를 바꾸지 못했어요",
  ["The cell type has not been changed to avoid kernel deadlock as this cell has pending input! " +
    "Submit your pending input and try again."]:
    "이 셀이 입력을 기다려요. 먼저 입력 칸에 적고 Enter를 눌러 주세요.",
  ["The cell has not been executed to avoid kernel deadlock as there is another pending input! " +
    "Type your input in the input box, press Enter and try again."]:
    "다른 셀이 입력을 기다려 실행하지 못했어요. 입력 칸에 적고 Enter를 누른 뒤 다시 해 주세요.",
  "Document is read-only. \"Save\" is disabled; use \"Save as…\" instead":
    "바꿀 수 없는 문서예요. ‘다른 이름으로 저장’을 써 주세요.",
  "The notebook is empty. Click the + button on the toolbar to add a new cell.":
    "노트북이 비었어요. 도구 모음의 +를 눌러 셀을 더해요.",
  "Could not display output data": "출력을 보이지 못했어요",
  "Show more outputs": "출력 더 보기",
  "Collapse Output": "출력 접기",
  "Expand Output": "출력 펼치기",
  "Jump to cell": "셀로 가기",
  "Jump to current or last executed cell": "지금이나 마지막에 실행한 셀로 가기",
  "Notebook cell shifted up successfully": "셀을 위로 옮겼어요",
  "Notebook cell shifted down successfully": "셀을 아래로 옮겼어요",
  "File uploads are disabled": "파일 올리기가 꺼져 있어요"
};
// Known but for one part. Each takes time in step with the text's length, which may be a book's.
const PATTERNS = [
  [/^(?:Notebook|Active cell) (?:not )?trusted: (\d+) of (\d+) code cells trusted\.$/,
    "믿는 코드 셀: $2개 가운데 $1개"],
  [/^Executed (\d+)\/(\d+) cells$/, "셀 $2개 가운데 $1개를 실행했어요"],
  [/^The first (\d+) are displayed$/, "앞의 $1개만 보여요"],
  [/^Upload complete \((\d+) files\)$/, "파일 $1개를 올렸어요"],
  [/^Are you sure you want to move to trash: (.*)\?$/, "휴지통으로 옮길까요: $1"],
  [/^Are you sure you want to move to trash the (\d+) selected items?\?$/,
    "고른 $1개를 휴지통으로 옮길까요?"],
  [/^Kernel '[^']*' for '([^']*)' is still initializing\. You can run code cells when the kernel has initialized\.$/,
    "커널이 아직 켜지고 있어요($1). 다 켜지면 코드 셀을 실행할 수 있어요."],
  // what the language pack says with a particle that does not fit
  [/^커널 재시작와 (.+)$/, "커널을 재시작하고 $1"],
  [/^정말로? (.*)를 (?:영구적으로 )?삭제하시겠습니까\??$/, "지울까요: $1"],
  [/^디스크로 부터 (.*)을 다시 불러오겠습니까\?$/, "디스크에서 다시 불러올까요: $1"],
  [/^(.*)을 체크 포인트로 되돌리시겠습니까\? ?$/, "체크포인트로 되돌릴까요: $1"],
  [/^(.*)을 종료할 것인지 확인해 주십시오\.$/, "끌까요: $1"],
  [/^(.*\S) Reference$/, "$1 참고문헌"],
  [/^Cell (\d+\/\d+)$/, "셀 $1"],
  [/^(?=.*[가-힣])(.*) Section$/, "$1 부분"],
  [/^(?=.*[가-힣])(.*) toolbar$/, "$1 도구 모음"]
];
// Times in the exchange are UTC.
const UTC_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? UTC$/;

const clock = new Intl.DateTimeFormat("ko-KR", {
  timeZone: "Asia/Seoul", year: "numeric", month: "long", day: "numeric",
  hour: "2-digit", minute: "2-digit", hour12: false
});

/** `text` in Korean when it is known (but for blanks at its ends); else as it was. */
export function korean(text) {
  const whole = text.trim();
  if (Object.prototype.hasOwnProperty.call(WORDS, whole)) {
    return text.replace(whole, WORDS[whole]);
  }
  for (const known of PATTERNS) {
    if (known[0].test(whole)) {
      return text.replace(whole, whole.replace(known[0], known[1]));
    }
  }
  const time = UTC_TIME.exec(whole);
  return time ? clock.format(new Date(time[1] + "T" + time[2] + "Z")) : text;
}
