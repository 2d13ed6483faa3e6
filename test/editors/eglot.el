;; Opens the file of FILE with Emacs' Eglot, reads the diagnostics from the editor's own list, takes the default entry of its
;; menu of actions, and writes what it saw as JSON to RESULT.
;;   emacs --batch -l eglot.el; FILE, TORCH_CLANGD and RESULT come by the environment
(package-initialize)
(require 'eglot)
(require 'json)
(setq make-backup-files nil create-lockfiles nil eglot-confirm-server-initiated-edits nil)
(add-to-list 'eglot-server-programs (list '(c++-mode c-mode c++-ts-mode) (getenv "TORCH_CLANGD")))
(find-file (getenv "FILE"))
(call-interactively #'eglot)

(defun warnings ()
  "The warnings of the buffer in the order of their lines; Eglot shows the notes as diagnostics of their own."
  (sort (seq-filter (lambda (d) (string-match-p "\\[torch-" (flymake-diagnostic-text d))) (flymake-diagnostics))
        (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))
(defun wait-for (wanted)
  "Waits until WANTED, a function, says so."
  (let ((rounds 1200))
    (while (and (> rounds 0) (not (funcall wanted)))
      (accept-process-output nil 0.1)
      (setq rounds (1- rounds)))))
(defun on-its-word (warning)
  "Whether a WARNING is about the text as it is now, not as it was before a change."
  (string-match-p "^zero_$" (buffer-substring-no-properties (flymake-diagnostic-beg warning) (flymake-diagnostic-end warning))))
(defun described ()
  "Lines and first lines of the texts of the warnings."
  (vconcat (mapcar (lambda (d) (list :line (line-number-at-pos (flymake-diagnostic-beg d))
                                     :text (car (split-string (flymake-diagnostic-text d) "\n"))))
                   (warnings))))

(wait-for #'warnings)
(let* ((before (described)) (first (car (warnings))) menu chosen)
  (when first
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt entries &rest more)
                 (setq menu (mapcar (lambda (entry) (if (consp entry) (car entry) entry)) entries)
                       chosen (let ((default (nth 4 more))) (if (consp default) (car default) default))))))
      (goto-char (flymake-diagnostic-beg first))
      (let ((last-nonmenu-event ?x)) ; not by the mouse
        (call-interactively #'eglot-code-actions)))
    (eglot--signal-textDocument/didChange) ; else when Emacs is idle, which it never is in batch mode
    (wait-for (lambda () (and (< (length (warnings)) (length before)) (seq-every-p #'on-its-word (warnings))))))
  (let ((text (buffer-substring-no-properties (point-min) (point-max))) (after (described)))
    (with-temp-file (getenv "RESULT")
      (insert (json-encode (list :before before :menu (vconcat menu) :chosen chosen :after after :text text))))))
(set-buffer-modified-p nil)
(kill-emacs 0)
