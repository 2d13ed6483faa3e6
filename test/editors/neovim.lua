-- Opens the file of the command line in Neovim, reads the diagnostics from the editor's own API, takes the preferred entry
-- of its code action menu, and writes what it saw as JSON.
--   nvim --headless --clean -l/-S: the file is open; TORCH_CLANGD and RESULT come by the environment
local out = {}
local client = vim.lsp.start_client({
  name = 'torch-clangd',
  cmd = { vim.env.TORCH_CLANGD, '--log=error' },
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, client)
local patience = 240000

local function diagnostics()
  return vim.tbl_map(function(d)
    local lsp = d.user_data and d.user_data.lsp or {}
    return { line = d.lnum + 1, column = d.col + 1, message = d.message, source = d.source, code = lsp.code,
      page = lsp.codeDescription and lsp.codeDescription.href }
  end, vim.diagnostic.get(0))
end

out.found = vim.wait(patience, function() return #vim.diagnostic.get(0) > 0 end, 20)
out.before = diagnostics()
if out.found then
  local first = vim.diagnostic.get(0)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local chosen = false
  vim.ui.select = function(items, _, choose)
    out.menu = vim.tbl_map(function(item) return item[2].title end, items)
    for index, item in ipairs(items) do
      if item[2].isPreferred then
        out.preferred = item[2].title
        choose(item, index)
        break
      end
    end
    chosen = true
  end
  vim.lsp.buf.code_action()
  vim.wait(patience, function() return chosen end, 20)
  vim.wait(patience, function() return #vim.diagnostic.get(0) < #out.before end, 20)
  out.after = diagnostics()
end
out.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
local file = io.open(vim.env.RESULT, 'w')
file:write(vim.json and vim.json.encode(out) or vim.fn.json_encode(out))
file:close()
vim.cmd('qa!')
